import { Client } from "@connectly/common";

/** The API of our own origin. There is no token here: the browser sends its cookie. */
export const api = new Client();
