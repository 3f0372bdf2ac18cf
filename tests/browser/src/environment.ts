/** Where the application is: `cargo xtask test` starts it, and says so in the environment. */
export const urls = {
  /** With the default configuration: only users with an account can read. */
  usual: address("CONNECTLY_URL"),
  /** Everyone can read. The same database, and the same sessions. */
  public: address("CONNECTLY_PUBLIC_URL"),
  /** Everyone could read, but the database cannot be reached. The same sessions. */
  unavailable: address("CONNECTLY_UNAVAILABLE_URL"),
};

/** Postgres, for what no client can do: to age a session, or to end it from outside. */
export const databaseUrl = address("CONNECTLY_DATABASE_URL");

/** The browser's program; without it, Playwright uses its own. */
export const chromium = process.env["CONNECTLY_CHROMIUM"];

/** The same without a window or settings: enough for nearly all tests, and twice as fast. */
export const headlessShell = process.env["CONNECTLY_HEADLESS_SHELL"];

// Listing the tests needs no application. An address that is not set becomes one that says what is
// missing.
function address(name: string): string {
  return process.env[name] ?? `http://${name.toLowerCase().replaceAll("_", "-")}.is-not-set.invalid`;
}
