/** Where the application is: `cargo xtask test` starts it, and says so in the environment. */
export const urls = {
  /** As it is set up by default: only people with an account can read. */
  usual: address("CONNECTLY_URL"),
  /** Everybody can read. The same database, and the same sessions. */
  public: address("CONNECTLY_PUBLIC_URL"),
  /** Everybody could read, if the database could be reached. The same sessions. */
  unavailable: address("CONNECTLY_UNAVAILABLE_URL"),
};

/** Postgres, for what no client can do: to age a session, or to end it from outside. */
export const databaseUrl = address("CONNECTLY_DATABASE_URL");

/** The browser's program; where there is none, Playwright has its own. */
export const chromium = process.env["CONNECTLY_CHROMIUM"];

/** The same without a window or settings: enough for nearly all tests, and twice as fast. */
export const headlessShell = process.env["CONNECTLY_HEADLESS_SHELL"];

// Listing the tests needs no application: whoever asks for an address that is not set gets one
// that says what is missing.
function address(name: string): string {
  return process.env[name] ?? `http://${name.toLowerCase().replaceAll("_", "-")}.is-not-set.invalid`;
}
