# syntax=docker/dockerfile:1
# Two images of one function. `oracle`, the default, is built on Oracle's SDK and FDK; `native` is the built-in variant
# as one file.
#   docker build -t dispatcher .
#   docker build -t dispatcher --target native .
# Base images are named by digest, so that a build means the same tomorrow; .github/dependabot.yml brings newer ones.
# Base images are named by digest, so that a build means the same tomorrow; .github/dependabot.yml brings newer ones.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble@sha256:2fa828c68761b1b8c23d7662dc134421b9d3b59fe1425fdbc80804e390cdb24d AS source
WORKDIR /source
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props .editorconfig ./
COPY src/Dispatcher.Core/ src/Dispatcher.Core/
COPY src/Dispatcher.Oci/ src/Dispatcher.Oci/
COPY src/Dispatcher.Runtime/ src/Dispatcher.Runtime/
COPY src/Dispatcher.Function/ src/Dispatcher.Function/
COPY src/Dispatcher.Oracle/ src/Dispatcher.Oracle/
# The platform runs a function as this user and group, and asks for images that have them.
RUN mkdir -p /account \
    && echo 'fn:x:1000:1000::/tmp:/usr/sbin/nologin' > /account/passwd && echo 'fn:x:1000:' > /account/group

FROM source AS publish-native
RUN apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev
RUN dotnet publish src/Dispatcher.Function -c Release --ucr -o /out -p:OraclePackages=false \
    -p:ContinuousIntegrationBuild=true -p:DebugType=none -p:StripSymbols=true

# The routes' YAML is parsed here, once, and not at every start; routes that do not load end the build.
FROM publish-native AS routes-native
COPY routes/ routes/
RUN /out/dispatcher-function prepare routes routes.prepared

FROM source AS publish-oracle
RUN dotnet publish src/Dispatcher.Function -c Release --ucr -o /out -p:OraclePackages=true \
    -p:ContinuousIntegrationBuild=true -p:DebugType=none -p:PublishDocumentationFiles=false

FROM publish-oracle AS routes-oracle
COPY routes/ routes/
RUN /out/dispatcher-function prepare routes routes.prepared

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled@sha256:18d4848091a40d13dbfdd6a8340c1657dc3e2f2d7fa2f042e9d162e68669dbc9 AS native
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Dispatcher" \
      org.opencontainers.image.description="Starts OCI Data Integration task runs from Object Storage events. Built-in client and host, native." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /function
COPY --from=source /account/passwd /account/group /etc/
COPY --from=publish-native /out/dispatcher-function ./
COPY routes/ routes/
COPY --from=routes-native /source/routes.prepared ./
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=5s CMD ["/function/dispatcher-function", "health"]
ENTRYPOINT ["/function/dispatcher-function"]

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled@sha256:18d4848091a40d13dbfdd6a8340c1657dc3e2f2d7fa2f042e9d162e68669dbc9 AS oracle
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Dispatcher" \
      org.opencontainers.image.description="Starts OCI Data Integration task runs from Object Storage events. OCI SDK and Fn FDK." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /function
COPY --from=source /account/passwd /account/group /etc/
COPY --from=publish-oracle /out/ ./
COPY routes/ routes/
COPY --from=routes-oracle /source/routes.prepared ./
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=5s CMD ["/function/dispatcher-function", "health"]
ENTRYPOINT ["/function/dispatcher-function"]
