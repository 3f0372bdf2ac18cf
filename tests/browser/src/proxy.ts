import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface Changed {
  readonly status?: number;
  readonly body: string;
}

/**
 * A proxy in front of a host. The test can change answers, as if the site had a new build.
 */
export class Proxy {
  /** What to send instead of an answer, or nothing to leave it unchanged. */
  change: (path: string, body: string) => Changed | undefined = () => undefined;
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #target: URL;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
  }

  static async before(target: string): Promise<Proxy> {
    const proxy = new Proxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on, nothing answers. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method = "GET", url: path = "/", headers } = incoming;
    this.asked.push(`${method} ${path}`);
    const { hostname, port } = this.#target;
    // The complete answer, not "unchanged" (304).
    const whole = { ...headers, "accept-encoding": "identity", "if-none-match": '"other"' };
    const passed = request({ hostname, port, method, path, headers: whole }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        const body = Buffer.concat(parts);
        const changed = this.change(path, body.toString());
        const same = ["content-length", "transfer-encoding", "connection", "etag"];
        const kept = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !same.includes(name)));
        outgoing.writeHead(changed?.status ?? answer.statusCode ?? 502, kept);
        outgoing.end(changed?.body ?? body);
      });
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  }
}
