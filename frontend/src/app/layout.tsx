import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  type Location as AnyLocation,
  Link,
  NavLink,
  Outlet,
  useLocation,
  useNavigate,
  useNavigation,
} from "react-router";

import {
  currentSession,
  isPageHeld,
  type Session,
  userOf,
  useUser,
  watchSession,
} from "../shared/session/session.ts";
import { publicReads } from "../lib/page.ts";
import { paths, to } from "../lib/paths.ts";
import { ButtonLink } from "../ui/button.tsx";
import { GlassIcon, PenIcon, PersonIcon } from "../ui/icons.tsx";
import { ReaderLink } from "../ui/reader-link.tsx";
import { leaveFor } from "./leaving.ts";
import { useFragmentLinks, usePlace } from "./use-place.ts";

/** The current location. Its state can be anything. */
type Location = AnyLocation<unknown>;

/** The frame around every page. */
export function Layout() {
  useSessionChanges();
  usePlace();
  useFragmentLinks();
  const main = useFocusOnNewPage();
  const announcement = useAnnouncement();
  const moving = useNavigation().state !== "idle";
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1} aria-busy={moving}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <p className="sr-only" aria-live="polite" id="announcement">
        {announcement}
      </p>
    </>
  );
}

function Header() {
  const user = useUser();
  return (
    <header className="site-head">
      <div className="site-head-inner">
        <Link to={paths.feed} className="wordmark">
          Connectly
        </Link>
        <nav aria-label="Main">
          {(user !== undefined || publicReads) && (
            <NavLink to={paths.feed} end className="nav-link nav-feed">
              Read
            </NavLink>
          )}
          {(user !== undefined || publicReads) && (
            <ReaderLink
              to={paths.search}
              className="nav-link nav-icon"
              aria-label="Search"
              title="Search"
            >
              <GlassIcon />
            </ReaderLink>
          )}
          {user ? (
            <>
              <NavLink to={paths.posts} className="nav-link">
                Your posts
              </NavLink>
              <NavLink
                to={paths.account}
                className="nav-link nav-icon"
                aria-label="Account"
                title="Account"
              >
                <PersonIcon />
              </NavLink>
              <ButtonLink to={paths.publish} look="primary" className="button-small">
                <PenIcon />
                Write
              </ButtonLink>
            </>
          ) : (
            <>
              <NavLink to={to.signIn()} className="nav-link">
                Sign in
              </NavLink>
              <ButtonLink to={to.signUp()} look="primary" className="button-small">
                Sign up
              </ButtonLink>
            </>
          )}
        </nav>
      </div>
    </header>
  );
}

/**
 * When a user is no longer signed in, clears everything that was loaded for them, and leads them
 * from pages that need an account to the sign-in page.
 */
function useSessionChanges(): void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const here = useRef(location);
  useEffect(() => {
    here.current = location;
  });
  useEffect(() => {
    let before: Session = currentSession();
    return watchSession(() => {
      const now = currentSession();
      const changed = userOf(before) !== userOf(now) || now.state === "expired";
      before = now;
      if (!changed) return;
      const way = leaveFor(now, here.current, publicReads);
      // Users don't see each other's data. If someone stays, their page loads everything again.
      if (now.state === "in" || (now.state === "expired" && way === undefined))
        void client.resetQueries();
      else client.clear();
      if (way !== undefined && !isPageHeld())
        void navigate(way, { replace: now.state === "expired" });
    });
  }, [client, navigate]);
}

/** Moves the focus to the beginning of a new page, for keyboards and screen readers. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const { pathname, state } = useLocation() as Location;
  const keepFocus = hasKeepFocus(state);
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    if (!keepFocus) main.current?.focus({ preventScroll: true });
  }, [pathname, keepFocus]);
  return main;
}

function hasKeepFocus(state: unknown): boolean {
  return typeof state === "object" && state !== null && "keepFocus" in state;
}

/** The new page's title, once it has one. Screen readers announce it. */
function useAnnouncement(): string {
  const { pathname, state } = useLocation() as Location;
  const keepFocus = hasKeepFocus(state);
  const [announcement, setAnnouncement] = useState("");
  const last = useRef(pathname);
  // A layout effect, because the page's own effect sets the title before the effects of its parents
  // run.
  useLayoutEffect(() => {
    if (keepFocus) last.current = pathname;
    const say = () => {
      if (last.current === pathname) return;
      last.current = pathname;
      setAnnouncement(document.title);
    };
    document.addEventListener("connectly:title", say);
    return () => document.removeEventListener("connectly:title", say);
  }, [pathname, keepFocus]);
  return announcement;
}
