import { createBrowserRouter, Outlet, useLocation, type RouteObject } from "react-router";

import { FeedPage } from "../features/posts/feed-page.tsx";
import { RequireReader, RequireSession } from "../features/account/require-session.tsx";
import { paths } from "../lib/paths.ts";
import { NotFoundPage, Skeleton } from "../ui/states.tsx";
import { ErrorPage } from "./error-page.tsx";
import { Layout } from "./layout.tsx";

// The feed comes with the first load. Every other page loads its own part.
const signedIn: RouteObject[] = [
  {
    lazy: async () => ({
      Component: (await import("../features/editor/editor-page.tsx")).EditorPage,
    }),
    // One page for both: a new post gets its address when it is first saved, and the writer must
    // not notice.
    children: [
      { path: paths.publish, element: null },
      { path: paths.edit, element: null },
    ],
  },
  {
    path: paths.posts,
    lazy: async () => ({
      Component: (await import("../features/posts/own-posts-page.tsx")).OwnPostsPage,
    }),
  },
  {
    path: paths.account,
    lazy: async () => ({
      Component: (await import("../features/account/account-page.tsx")).AccountPage,
    }),
  },
];

const pages: RouteObject[] = [
  {
    element: (
      <RequireReader>
        <Outlet />
      </RequireReader>
    ),
    children: [
      { path: paths.feed, Component: FeedPage },
      {
        path: paths.tag,
        lazy: async () => ({
          Component: (await import("../features/posts/tag-page.tsx")).TagPage,
        }),
      },
      {
        path: paths.archive,
        lazy: async () => ({
          Component: (await import("../features/posts/archive-page.tsx")).ArchivePage,
        }),
      },
      {
        path: paths.search,
        lazy: async () => ({
          Component: (await import("../features/posts/search-page.tsx")).SearchPage,
        }),
      },
      {
        path: paths.post,
        lazy: async () => ({
          Component: (await import("../features/posts/post-page.tsx")).PostPage,
        }),
      },
    ],
  },
  {
    Component: OfAnAuthor,
    children: [
      {
        // `/@handle`. Other pages with one segment have paths of their own.
        path: "/:at",
        lazy: async () => ({
          Component: (await import("../features/posts/author-page.tsx")).AuthorPage,
        }),
      },
      {
        path: "/:at/:slug",
        lazy: async () => ({
          Component: (await import("../features/posts/post-page.tsx")).PostAtPage,
        }),
      },
    ],
  },
  {
    element: (
      <RequireSession>
        <Outlet />
      </RequireSession>
    ),
    children: signedIn,
  },
  {
    path: paths.signIn,
    lazy: async () => ({
      Component: (await import("../features/account/sign-in-page.tsx")).SignInPage,
    }),
  },
  {
    path: paths.signUp,
    lazy: async () => ({
      Component: (await import("../features/account/sign-up-page.tsx")).SignUpPage,
    }),
  },
  { path: "*", Component: NotFoundPage },
];

/** The app's pages. An error inside a page leaves the frame around it in place. */
export const router = createBrowserRouter([
  {
    Component: Layout,
    HydrateFallback: Loading,
    children: [{ ErrorBoundary: ErrorPage, HydrateFallback: Loading, children: pages }],
  },
]);

/** An author's pages. The router has no parameters for a part of a segment, so others get here too. */
function OfAnAuthor() {
  const { pathname } = useLocation();
  if (!pathname.startsWith("/@")) return <NotFoundPage />;
  return (
    <RequireReader>
      <Outlet />
    </RequireReader>
  );
}

function Loading() {
  return (
    <div className="column page-loading">
      <Skeleton lines={6} />
    </div>
  );
}
