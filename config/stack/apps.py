from django.apps import AppConfig


class StackConfig(AppConfig):
    name = "config.stack"
    label = "stack"
