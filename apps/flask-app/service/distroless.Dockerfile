# The same without a shell or a package manager in the image; health is checked by the load balancer, not by a command.
FROM python:3.11-slim-bookworm AS build
COPY requirements.txt .
RUN pip install --no-cache-dir --target /packages -r requirements.txt

FROM gcr.io/distroless/python3-debian12:nonroot
COPY --from=build /packages /packages
WORKDIR /service
COPY app.py .
ENV PYTHONPATH=/packages PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 5000
ENTRYPOINT ["python3", "-m", "gunicorn", "--bind", "0.0.0.0:5000", "--workers", "2", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "app:app"]
