# The site without a database of its own: give it DATABASE_URL, SECRET_KEY and ALLOWED_HOSTS (see compose.yaml).
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 PORT=8000 VAR_DIR=/var/lib/rolebook
RUN useradd --system --uid 10001 --home-dir /var/lib/rolebook --create-home rolebook
WORKDIR /srv/rolebook
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY . .
USER rolebook
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "manage.py", "serve"]
