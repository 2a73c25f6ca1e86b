# The proxy on Node with the widget that it serves: docker build -t letta-chat . ; how to run it stands in README.md.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY vite.config.ts tsconfig.json tsconfig.build.json ./
COPY test/tools test/tools
COPY widget widget
COPY proxy proxy
RUN npm run build --ignore-scripts && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8788 STORE_PATH=/data/letta-chat.sqlite
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# Who owns which conversation, and the secret that visitors are known by: keep this folder on a volume.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8788
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Docker sends SIGTERM and waits ten seconds; SHUTDOWN_SECONDS (8) fits into them.
CMD ["node", "--disable-warning=ExperimentalWarning", "dist/npm/proxy/node.js"]
