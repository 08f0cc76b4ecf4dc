"""Histories as the models of every room have them."""

from django.apps import apps


def test_the_class_of_a_manager_is_made_once_for_all_histories():
    """Those of accounts apart, which stand on a lower floor and are seldom written."""
    classes = [
        type(model.history)
        for model in apps.get_models()
        if hasattr(model, "history") and model._meta.app_label != "accounts"
    ]
    assert len(classes) > 10
    assert len(set(classes)) == 1
