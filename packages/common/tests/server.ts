// A real server on the loopback interface, in place of Connectly's.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that ends with the test. */
export interface Server {
  readonly baseUrl: string;
  readonly received: Received[];
}

/** Starts a server that answers every request the same way. */
export async function serve(answer: (response: ServerResponse) => void): Promise<Server> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = request;
    received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}`, received };
}

/** A server that answers with this status, body and these headers. */
export function serveJson(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Server> {
  return serve((response) => {
    const type = status < 400 ? "application/json" : "application/problem+json";
    response.writeHead(status, { "Content-Type": type, ...headers });
    response.end(JSON.stringify(body));
  });
}
