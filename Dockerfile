# The web server and the worker of a scaled-out Solidus; compose.yaml starts both from this image.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ffmpeg ghostscript imagemagick libimage-exiftool-perl \
    && rm -rf /var/lib/apt/lists/*

ENV DJANGO_SETTINGS_MODULE=solidus.settings.production \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SOLIDUS_VAR=/var/lib/solidus

WORKDIR /srv/solidus
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt
COPY . .

# The folders are made here so that volumes mounted on them belong to the user below.
RUN useradd --system --home-dir "$SOLIDUS_VAR" solidus \
    && mkdir -p "$SOLIDUS_VAR/media" "$SOLIDUS_VAR/private" "$SOLIDUS_VAR/mail" \
    && SECRET_KEY=only-while-building \
        python manage.py collectstatic --settings solidus.settings.base --no-input --verbosity 0 \
    && chown -R solidus: "$SOLIDUS_VAR" \
    && chmod -R go= "$SOLIDUS_VAR"
USER solidus

EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "solidus.wsgi:application"]
