"""Pages travel packed, files as they are, and the size of a page tells nothing."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from bloei.foundation.middleware import PackedMiddleware

PAGE = "<p>Leertijd</p>" * 200


@pytest.fixture
def answer():
    def answered(content_type: str = "text/html; charset=utf-8", accepts: str = "gzip"):
        packed = PackedMiddleware(lambda _request: HttpResponse(PAGE, content_type=content_type))
        return packed(RequestFactory().get("/", headers={"accept-encoding": accepts}))

    return answered


def test_a_page_travels_packed_and_is_the_same_page(answer):
    found = answer()
    assert found["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in found["Vary"]
    assert gzip.decompress(found.content).decode() == PAGE
    assert len(found.content) < len(PAGE) / 4


def test_who_cannot_unpack_gets_it_as_it_is(answer):
    assert answer(accepts="").content.decode() == PAGE


def test_a_file_goes_as_it_is(answer):
    assert "Content-Encoding" not in answer("text/csv")


def test_the_size_of_the_same_page_differs_each_time(answer):
    assert len({len(answer().content) for _time in range(20)}) > 1
