// The server's own renderer, built for browsers: crates/preview. A preview is what readers will see.
import address from "../../../../target/wasm32-wasip2/release/connectly_preview.wasm?url";

/** What the module has. */
interface Renderer {
  readonly memory: WebAssembly.Memory;
  readonly allocate: (length: number) => number;
  readonly render: (text: number, length: number) => bigint;
  readonly release: (html: number, length: number) => void;
}

let loaded: Promise<Renderer> | undefined;

/**
 * Loads the renderer, so that it's there without a network later. Resolves also when it can't be had:
 * the next text tries again.
 */
export async function loadRenderer(): Promise<void> {
  await load().catch(() => undefined);
}

/** A text's HTML, as the server makes it. Rejects if the renderer can't be loaded. */
export async function renderMarkdown(text: string): Promise<string> {
  const renderer = await load();
  try {
    return render(renderer, text);
  } catch (error) {
    // Nobody knows in what state its memory is.
    loaded = undefined;
    throw error;
  }
}

function load(): Promise<Renderer> {
  loaded ??= start().catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function start(): Promise<Renderer> {
  const module = await WebAssembly.compileStreaming(fetch(address));
  return instantiate(module);
}

/** Starts a module that was compiled. */
export async function instantiate(module: WebAssembly.Module): Promise<Renderer> {
  const { exports } = await WebAssembly.instantiate(module, importsOf(module));
  return exports as unknown as Renderer;
}

/**
 * The module asks for what Rust's standard library might use on a server. It uses none of it, except
 * for a seed, which may be any number, and, if it fails, a place for its last words.
 */
function importsOf(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => void>> = {};
  for (const wanted of WebAssembly.Module.imports(module)) {
    const functions = (imports[wanted.module] ??= {});
    functions[wanted.name] = () => {
      if (wanted.name !== "insecure-seed") throw new Error(`the renderer failed in ${wanted.name}`);
    };
  }
  return imports;
}

/** Renders a text. */
export function render(renderer: Renderer, text: string): string {
  const bytes = new TextEncoder().encode(text);
  const start = renderer.allocate(bytes.length);
  // The memory may have grown, and then its buffer is another.
  new Uint8Array(renderer.memory.buffer).set(bytes, start);
  const result = renderer.render(start, bytes.length);
  const [html, length] = [Number(result >> 32n), Number(result & 0xffff_ffffn)];
  const written = new TextDecoder().decode(new Uint8Array(renderer.memory.buffer, html, length));
  renderer.release(html, length);
  return written;
}
