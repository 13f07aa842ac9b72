import pytest
from django.core.exceptions import ValidationError
from django.db import models

from vietnamese.fields import NFCCharField, NFCTextField

DECOMPOSED = "Hue\u0302\u0301"
COMPOSED = "Hu\u1ebf"


@pytest.mark.parametrize("field", [NFCCharField(max_length=3), NFCTextField()])
def test_nfc_field_stores_composed_text(field: models.Field) -> None:
    assert field.get_prep_value(DECOMPOSED) == COMPOSED


@pytest.mark.parametrize("field", [NFCCharField(max_length=3), NFCTextField()])
def test_nfc_field_cleans_to_composed_text(field: models.Field) -> None:
    assert field.clean(DECOMPOSED, None) == COMPOSED


@pytest.mark.parametrize("field", [NFCCharField(null=True), NFCTextField(null=True)])
def test_nfc_field_keeps_null(field: models.Field) -> None:
    assert field.get_prep_value(None) is None


def test_nfc_char_field_measures_length_after_composing() -> None:
    with pytest.raises(ValidationError):
        NFCCharField(max_length=2).clean(DECOMPOSED, None)


@pytest.mark.parametrize(
    ("field", "described"),
    [
        (NFCCharField(max_length=9), ("vietnamese.fields.NFCCharField", [], {"max_length": 9})),
        (NFCTextField(blank=True), ("vietnamese.fields.NFCTextField", [], {"blank": True})),
    ],
)
def test_nfc_field_is_described_to_migrations(field: models.Field, described: tuple) -> None:
    assert field.deconstruct()[1:] == described
