# syntax=docker/dockerfile:1
# PostgreSQL is not in the image: name a server in ConnectionStrings__OpsBridge, as docker-compose.yml does.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/OpsBridge.Application/*.csproj src/OpsBridge.Application/packages.lock.json src/OpsBridge.Application/
COPY src/OpsBridge.Simulator/*.csproj src/OpsBridge.Simulator/packages.lock.json src/OpsBridge.Simulator/
COPY src/OpsBridge.Web/*.csproj src/OpsBridge.Web/packages.lock.json src/OpsBridge.Web/
RUN dotnet restore src/OpsBridge.Web --locked-mode
COPY src/ src/
RUN dotnet publish src/OpsBridge.Web -c Release --no-restore -o /app && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# curl asks /health/ready; the plugins are what "Nagios plugin" checks run.
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl monitoring-plugins-basic \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
COPY --from=build --chown=app:app /data /data
WORKDIR /app
USER app
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["dotnet", "OpsBridge.Web.dll", "--data", "/data", "--urls", "http://+:8080"]
