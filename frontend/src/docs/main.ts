import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";

import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";

import { followTheme } from "./theme.ts";

followTheme();

SwaggerUI({
  dom_id: "#root",
  url: "/api/v1/openapi.json",
  deepLinking: true,
  // Schemas stand with the operations that use them.
  defaultModelsExpandDepth: -1,
});
