// The application on workerd, as on Cloudflare Workers: a connection must not outlive its
// request there, so each request has a client of its own.

import { PrismaPg } from "@prisma/adapter-pg";

import type { PrismaClient as NodeClient } from "../generated/node/client.js";
import { PrismaClient } from "../generated/workerd/client.js";
import { createApp } from "./app.js";

interface Bindings {
  DATABASE_URL: string;
  JWT_SECRET: string;
}

interface Context {
  waitUntil(promise: Promise<unknown>): void;
}

export default {
  fetch(request: Request, { DATABASE_URL, JWT_SECRET }: Bindings, context: Context) {
    const app = createApp({
      jwtSecret: JWT_SECRET,
      database: () => {
        const adapter = new PrismaPg({ connectionString: DATABASE_URL, max: 1 });
        // The two generated clients are one class with two loaders.
        return new PrismaClient({ adapter }) as unknown as NodeClient;
      },
      release: (database) => context.waitUntil(database.$disconnect()),
    });
    return app.fetch(request);
  },
};
