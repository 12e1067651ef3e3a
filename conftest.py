"""What all tests share: databases, the cast and the clock of the tests."""

pytest_plugins = ["bloei.foundation.tests.database", "bloei.people.tests.cast"]
