export { ConnectionError, ProblemError } from "./errors.js";
export { Client } from "./generated/client.js";
export * from "./generated/limits.js";
export * from "./generated/schemas.js";
export type * from "./generated/types.js";
export { wellFormed } from "./text.js";
export { strongTag } from "./transport.js";
export type { CallOptions, ClientOptions, Download, Tagged, Token } from "./transport.js";
