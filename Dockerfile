# docs/deployment.md says how to build and run it. Any image of Node 20.19 or later that has npm and a user 1000 will do.
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim

# What is built is the same for every platform, so the builder's own builds it for all.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /build
# Another registry, for npm. Without it npm uses its own.
ARG NPM_CONFIG_REGISTRY
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# The image has the files of the package, with the dependencies that the lockfile names. `npm pack` builds dist/.
RUN mkdir -p /image/app /image/usr/local/bin /state \
  && npm pack --pack-destination /tmp \
  && tar -xzf /tmp/agentex-tracker-mock-*.tgz -C /image/app --strip-components=1 \
  && npm prune --omit=dev --omit=peer --ignore-scripts --no-audit --no-fund \
  && find node_modules -type d -empty -delete \
  && mv node_modules /image/app/ \
  && ln -s /app/dist/bundle/bin.js /image/usr/local/bin/tracker-mock

# No RUN from here on: an image for another platform needs no emulator.
FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="agentex-tracker-mock" \
  org.opencontainers.image.description="A mock server for the Agentex agent task tracker API" \
  org.opencontainers.image.licenses="MIT"
COPY --from=build /image/ /
COPY --from=build --chown=1000:1000 /state /state
# Inside the container every address is needed, since its ports are published from outside of it.
ENV TRACKER_MOCK_HOST=0.0.0.0
# By number, so that Kubernetes can tell that it is not root.
USER 1000:1000
WORKDIR /state
VOLUME /state
EXPOSE 4010
HEALTHCHECK --interval=10s --timeout=6s --start-period=10s CMD ["tracker-mock", "health"]
ENTRYPOINT ["tracker-mock"]
