from bloei.conversations.tests.two import talk

__all__ = ["talk"]
