# Builds with everything, runs with what it needs: no compiler, no tests, no root.
FROM node:20.19-bookworm-slim AS build
WORKDIR /ledger
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json nest-cli.json ./
COPY src ./src
COPY projections ./projections
RUN node src/prepare.mjs build && npm prune --omit=dev

FROM node:20.19-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 PORT=3000
WORKDIR /ledger
COPY --from=build /ledger/package.json /ledger/package-lock.json ./
COPY --from=build /ledger/node_modules ./node_modules
COPY --from=build /ledger/dist ./dist
RUN install --directory --owner=node --group=node --mode=0700 /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
