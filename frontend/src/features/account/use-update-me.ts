import type { UpdateMe } from "@connectly/common";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../../lib/api.ts";
import { fetchAnew } from "../../lib/fetch-anew.ts";
import { sessionBegan } from "../../shared/session/session.ts";
import { meQuery } from "./queries.ts";

/** Changes the profile, and everything on this device that shows it. */
export function useUpdateMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: UpdateMe) => api.updateMe(input),
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      sessionBegan(me.user);
      // It is shown with every post.
      for (const key of ["posts", "post", "author"]) void fetchAnew(client, [key]);
    },
  });
}
