"""What all tests share: databases, the cast and the clock of the tests."""

pytest_plugins = [
    "bloei.foundation.tests.running",
    "bloei.foundation.tests.database",
    "bloei.foundation.tests.browser",
    "bloei.people.tests.cast",
    "bloei.planning.tests.desk",
]
