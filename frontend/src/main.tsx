import "./styles/index.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";

import { queryClient } from "./app/query-client.ts";
import { router } from "./app/router.tsx";
import { followPlaces } from "./app/use-place.ts";
import { guardForms } from "./lib/keys.ts";
import { registerServiceWorker } from "./service-worker/register.ts";

guardForms();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
followPlaces(router);
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

registerServiceWorker();
