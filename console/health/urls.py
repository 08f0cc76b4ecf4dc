from django.urls import path

from console.health.views import health

urlpatterns = [path("", health, name="health")]
