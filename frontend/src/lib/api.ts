import { Client } from "@connectly/common";

/** The API of our own origin. It needs no token, because the browser sends its cookie. */
export const api = new Client();
