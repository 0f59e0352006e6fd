# syntax=docker/dockerfile:1
# The program and its trained model. Everything it keeps is elsewhere: in PostgreSQL, and in the secrets it is given.
FROM python:3.10-slim-bookworm AS build
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
COPY . /sources
RUN --mount=type=cache,target=/root/.cache bash /sources/deploy/install.sh /opt/repere

FROM python:3.10-slim-bookworm
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin repere
COPY --from=build /opt/repere /opt/repere
# The key that signs models is made by the training; backups are written in a volume that begins as this folder.
RUN mkdir -p /sauvegardes && chown -R repere:repere /opt/repere/var /opt/repere/models /sauvegardes
WORKDIR /opt/repere
USER 10001:10001
# HOME: libraries look for a place for their caches there.
ENV REPERE_HOST=0.0.0.0 REPERE_LOGS=json HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 RASA_TELEMETRY_ENABLED=false
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["/opt/repere/.venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/sante', timeout=4)"]
ENTRYPOINT ["/opt/repere/.venv/bin/python", "-W", "ignore", "-m", "bot"]
CMD ["run"]
