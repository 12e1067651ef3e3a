"""What `./bloei check` looks at besides the tests is part of the tests of everything."""

import pytest

from bloei.command.check import parts


@pytest.mark.slow
@pytest.mark.parametrize("part", parts(), ids=lambda part: part.name)
def test_nothing_is_left_to_say_about(part):
    ran = part.run()
    assert ran.returncode == 0, ran.stdout
