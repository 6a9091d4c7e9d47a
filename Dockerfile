# syntax=docker/dockerfile:1
# Two images of one function. `oracle`, the default, is built on Oracle's SDK and FDK; `native` is the built-in variant
# as one file.
#   docker build --platform linux/amd64 -t dispatcher .
#   docker build --platform linux/amd64 -t dispatcher --target native .
# The platform is the shape of the function's application: linux/amd64 for GENERIC_X86, linux/arm64 for GENERIC_ARM.
# Everything is compiled on the builder's own platform, whatever the target; only the preparation of the routes runs on
# the target's. Base images are named by digest, so that a build means the same tomorrow; .github/dependabot.yml brings
# newer ones.

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble@sha256:2fa828c68761b1b8c23d7662dc134421b9d3b59fe1425fdbc80804e390cdb24d AS source
WORKDIR /source
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props .editorconfig ./
COPY src/Dispatcher.Core/ src/Dispatcher.Core/
COPY src/Dispatcher.Files/ src/Dispatcher.Files/
COPY src/Dispatcher.Oci/ src/Dispatcher.Oci/
COPY src/Dispatcher.Runtime/ src/Dispatcher.Runtime/
COPY src/Dispatcher.Function/ src/Dispatcher.Function/
COPY src/Dispatcher.Oracle/ src/Dispatcher.Oracle/
# The platform runs a function as this user and group, and asks for images that have them.
RUN mkdir -p /account \
    && echo 'fn:x:1000:1000::/tmp:/usr/sbin/nologin' > /account/passwd && echo 'fn:x:1000:' > /account/group \
    && chmod 644 /account/passwd /account/group

FROM source AS publish-native
ARG TARGETARCH
ARG BUILDARCH
# Native AOT links with clang, against the target's C library, which comes with the target's gcc.
RUN apt-get update && apt-get install -y --no-install-recommends clang lld llvm \
    $([ "$TARGETARCH" = arm64 ] && echo gcc-aarch64-linux-gnu || echo gcc-x86-64-linux-gnu)
ARG VERSION=0.1.0
RUN dotnet publish src/Dispatcher.Function -c Release -a $TARGETARCH --ucr -o /out -p:OraclePackages=false \
    -p:ImageBuild=true -p:Version=${VERSION#v} -p:StripSymbols=true \
    $([ $TARGETARCH = $BUILDARCH ] || echo -p:LinkerFlavor=lld)

FROM source AS publish-oracle
ARG TARGETARCH
ARG VERSION=0.1.0
RUN dotnet publish src/Dispatcher.Function -c Release -a $TARGETARCH --ucr -o /out -p:OraclePackages=true \
    -p:ImageBuild=true -p:Version=${VERSION#v} -p:PublishDocumentationFiles=false

# The release of Ubuntu that the images stand on, for the target's platform.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble@sha256:2fa828c68761b1b8c23d7662dc134421b9d3b59fe1425fdbc80804e390cdb24d AS noble

# The routes' YAML is parsed here, once, and not at every start; routes that do not load end the build. The function
# runs as another user than the one that copies the routes: they must be readable, whatever the checkout's umask was.
FROM noble AS routes-native
WORKDIR /source
COPY --from=publish-native /out/ /out/
COPY routes/ routes/
RUN /out/dispatcher-function prepare routes routes.prepared && chmod -R u=rwX,go=rX routes routes.prepared

FROM noble AS routes-oracle
WORKDIR /source
COPY --from=publish-oracle /out/ /out/
COPY routes/ routes/
RUN /out/dispatcher-function prepare routes routes.prepared && chmod -R u=rwX,go=rX routes routes.prepared

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled@sha256:18d4848091a40d13dbfdd6a8340c1657dc3e2f2d7fa2f042e9d162e68669dbc9 AS native
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Dispatcher" \
      org.opencontainers.image.description="Object Storage events start OCI Data Integration tasks; built in, native" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /function
COPY --from=source /account/passwd /account/group /etc/
COPY --from=publish-native /out/dispatcher-function ./
COPY --from=routes-native /source/routes/ routes/
COPY --from=routes-native /source/routes.prepared ./
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=5s CMD ["/function/dispatcher-function", "health"]
ENTRYPOINT ["/function/dispatcher-function"]

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled@sha256:18d4848091a40d13dbfdd6a8340c1657dc3e2f2d7fa2f042e9d162e68669dbc9 AS oracle
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Dispatcher" \
      org.opencontainers.image.description="Object Storage events start OCI Data Integration tasks; OCI SDK, Fn FDK" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /function
COPY --from=source /account/passwd /account/group /etc/
# The FDK sets the socket's permissions through Mono.Posix, whose native library needs zlib, which the base image has
# not. /usr/lib is in the loader's own path on every platform; beside the function zlib would not be found.
COPY --from=noble /usr/lib/*-linux-gnu/libz.so.1 /usr/lib/libz.so.1
COPY --from=publish-oracle /out/ ./
COPY --from=routes-oracle /source/routes/ routes/
COPY --from=routes-oracle /source/routes.prepared ./
USER 1000:1000
HEALTHCHECK --interval=30s --timeout=5s CMD ["/function/dispatcher-function", "health"]
ENTRYPOINT ["/function/dispatcher-function"]
