/** What readers' pages do beyond showing text. They are complete without it. */

import "../styles/reader.css";

import { enhance } from "../shared/markdown/enhance.ts";
import { followSession } from "./session.ts";
import { offerSharing } from "./sharing.ts";
import { offerThemes } from "./themes.ts";

followSession();
offerThemes();
offerSharing();
const post = document.querySelector(".prose");
if (post) enhance(post);
