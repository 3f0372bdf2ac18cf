// The application on Node: one process, one client, a pool of 64.

import { serve } from "@hono/node-server";
import { verify } from "@node-rs/argon2";
import { PrismaPg } from "@prisma/adapter-pg";

import { PrismaClient } from "../generated/node/client.js";
import { createApp } from "./app.js";

const { DATABASE_URL, JWT_SECRET, PORT } = process.env;
if (!DATABASE_URL || !JWT_SECRET || !PORT) {
  throw new Error("DATABASE_URL, JWT_SECRET and PORT are needed");
}

const adapter = new PrismaPg({ connectionString: DATABASE_URL, max: 64 });
const database = new PrismaClient({ adapter });
const app = createApp({
  jwtSecret: JWT_SECRET,
  database: () => database,
  release: () => {},
  verifyPassword: verify,
});

serve({ fetch: app.fetch, port: Number(PORT), hostname: "127.0.0.1" });
