import type { LanguageFn } from "highlight.js";

type Load = () => Promise<{ readonly default: LanguageFn }>;

/** A part of the highlighter: what it knows of one language. */
interface Part {
  readonly name: string;
  readonly load: Load;
}

/** A language, and the parts that it needs. */
export interface Language {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Each is a file of its own, loaded by the posts that need it. */
const grammars: Readonly<Record<string, Load>> = {
  bash: () => import("highlight.js/lib/languages/bash"),
  c: () => import("highlight.js/lib/languages/c"),
  cpp: () => import("highlight.js/lib/languages/cpp"),
  csharp: () => import("highlight.js/lib/languages/csharp"),
  css: () => import("highlight.js/lib/languages/css"),
  dart: () => import("highlight.js/lib/languages/dart"),
  diff: () => import("highlight.js/lib/languages/diff"),
  dockerfile: () => import("highlight.js/lib/languages/dockerfile"),
  elixir: () => import("highlight.js/lib/languages/elixir"),
  go: () => import("highlight.js/lib/languages/go"),
  graphql: () => import("highlight.js/lib/languages/graphql"),
  haskell: () => import("highlight.js/lib/languages/haskell"),
  ini: () => import("highlight.js/lib/languages/ini"),
  java: () => import("highlight.js/lib/languages/java"),
  javascript: () => import("highlight.js/lib/languages/javascript"),
  json: () => import("highlight.js/lib/languages/json"),
  kotlin: () => import("highlight.js/lib/languages/kotlin"),
  less: () => import("highlight.js/lib/languages/less"),
  lua: () => import("highlight.js/lib/languages/lua"),
  makefile: () => import("highlight.js/lib/languages/makefile"),
  markdown: () => import("highlight.js/lib/languages/markdown"),
  nginx: () => import("highlight.js/lib/languages/nginx"),
  objectivec: () => import("highlight.js/lib/languages/objectivec"),
  perl: () => import("highlight.js/lib/languages/perl"),
  php: () => import("highlight.js/lib/languages/php"),
  powershell: () => import("highlight.js/lib/languages/powershell"),
  python: () => import("highlight.js/lib/languages/python"),
  "python-repl": () => import("highlight.js/lib/languages/python-repl"),
  r: () => import("highlight.js/lib/languages/r"),
  ruby: () => import("highlight.js/lib/languages/ruby"),
  rust: () => import("highlight.js/lib/languages/rust"),
  scala: () => import("highlight.js/lib/languages/scala"),
  scss: () => import("highlight.js/lib/languages/scss"),
  shell: () => import("highlight.js/lib/languages/shell"),
  sql: () => import("highlight.js/lib/languages/sql"),
  swift: () => import("highlight.js/lib/languages/swift"),
  typescript: () => import("highlight.js/lib/languages/typescript"),
  vbnet: () => import("highlight.js/lib/languages/vbnet"),
  wasm: () => import("highlight.js/lib/languages/wasm"),
  xml: () => import("highlight.js/lib/languages/xml"),
  yaml: () => import("highlight.js/lib/languages/yaml"),
};

const aliases: Readonly<Record<string, string>> = {
  "c#": "csharp",
  "c++": "cpp",
  "objective-c": "objectivec",
  atom: "xml",
  cc: "cpp",
  cjs: "javascript",
  console: "shell",
  cs: "csharp",
  cts: "typescript",
  cxx: "cpp",
  docker: "dockerfile",
  ex: "elixir",
  golang: "go",
  gql: "graphql",
  h: "c",
  hh: "cpp",
  hpp: "cpp",
  hs: "haskell",
  html: "xml",
  js: "javascript",
  json5: "json",
  jsonc: "json",
  jsx: "javascript",
  kt: "kotlin",
  kts: "kotlin",
  make: "makefile",
  md: "markdown",
  mjs: "javascript",
  mk: "makefile",
  mts: "typescript",
  objc: "objectivec",
  patch: "diff",
  pl: "perl",
  ps1: "powershell",
  py: "python",
  pycon: "python-repl",
  rb: "ruby",
  rs: "rust",
  rss: "xml",
  sh: "bash",
  shellsession: "shell",
  svg: "xml",
  toml: "ini",
  ts: "typescript",
  tsx: "typescript",
  vb: "vbnet",
  wat: "wasm",
  xhtml: "xml",
  xsd: "xml",
  xsl: "xml",
  yml: "yaml",
  zsh: "bash",
};

/** The languages within others, and what a text has that has them. */
const within: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  markdown: { xml: /</ },
  php: { xml: /</ },
  "python-repl": { python: /./ },
  shell: { bash: /./ },
  xml: { css: /<style/i, javascript: /<script/i },
};

/** The language that a block of code names, if it is known, with what the code needs of others. */
export function languageNamed(word: string, code: string): Language | undefined {
  const given = word.toLowerCase();
  const name = Object.hasOwn(aliases, given) ? (aliases[given] ?? given) : given;
  if (!Object.hasOwn(grammars, name)) return undefined;
  const others = Object.hasOwn(within, name) ? Object.entries(within[name] ?? {}) : [];
  const names = [name, ...others.filter(([, sign]) => sign.test(code)).map(([other]) => other)];
  const parts = names.flatMap((part) => {
    const load = grammars[part];
    return load ? [{ name: part, load }] : [];
  });
  return { name, parts };
}
