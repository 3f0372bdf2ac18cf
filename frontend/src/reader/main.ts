/** What readers' pages do beyond showing text. They are complete without it. */

import "../styles/reader.css";

import { followSession } from "./session.ts";
import { offerSharing } from "./sharing.ts";
import { offerThemes } from "./themes.ts";

followSession();
offerThemes();
offerSharing();
