// Generated from docs/openapi.json by `npm run generate`: do not edit.

export interface paths {
    "/api/v1/user/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates an account and signs in to it
         * @description The token is valid for 7 days, or until its session ends.
         */
        post: operations["sign_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user/signin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchanges e-mail and password for a token
         * @description Each sign-in starts a new session. A wrong e-mail and a wrong password get the same answer, after about the same time.
         */
        post: operations["sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the session that the token belongs to
         * @description From then on the token gets 401 everywhere. Other sessions of the same account go on.
         */
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the account of the token */
        get: operations["read_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes the account's profile: name, handle, bio, links, picture
         * @description An absent field stays unchanged. Null removes the name, the bio or the picture. An account has at most 20 handles, former ones included: each leads to the account for ever.
         */
        patch: operations["update_me"];
        trace?: never;
    };
    "/api/v1/user/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes the password and ends all other sessions of the account
         * @description The session that makes the request goes on. A wrong current password gets 403, so that no client mistakes it for the end of the session.
         */
        post: operations["change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the sessions of the account
         * @description The session that makes the request comes first, then the most recently used ones, at most 100.
         */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a session of the account
         * @description Its token gets 401 everywhere from then on. It may be the session that makes the request. Unlike this operation, signing out also deletes a browser's cookie.
         */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exports all data of the account: sessions, posts and drafts
         * @description As JSON, or with `format=archive` as a zip archive with the same JSON and each post as a Markdown file with YAML front matter. A part has at most 1,000 posts and 4 MiB of content. If there is more, `nextCursor` and the header `Link` lead to the next part.
         */
        get: operations["export_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/user/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deletes the account permanently
         * @description All its sessions end and its drafts are deleted. Published posts are deleted too, or stay under the name "Deleted author". The e-mail address becomes available again.
         */
        post: operations["delete_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Changes a post of the caller
         * @description A field that is absent or null stays unchanged. With `If-Match`, the change is made only to the revision that the client knows, so that nobody overwrites what another user, or another tab, has saved. Changes that weren't published are dropped if the request has a title or a content.
         */
        put: operations["update_post"];
        /**
         * Creates a post or a draft
         * @description A post is published unless the request says `"published": false`. Only its author can see a draft, and a post whose `publishedAt` is in the future.
         */
        post: operations["create_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blog/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists posts, newest first
         * @description Lists published posts of all authors, by the time of publication. With the caller as `author` or `handle`, it includes the caller's drafts, by the time of creation, and what will be published later; `published` selects drafts or the others. Posts that are created or deleted meanwhile do not shift a page.
         */
        get: operations["list_posts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blog/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads a post
         * @description A draft is 404 for everyone except its author.
         */
        get: operations["read_post"];
        put?: never;
        post?: never;
        /**
         * Deletes a post of the caller
         * @description With `If-Match`, only in the revision that the client knows.
         */
        delete: operations["delete_post"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blog/at/{handle}/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads a published post by its author's handle and its slug
         * @description Former ones do as well: `address` in the answer is the present address.
         */
        get: operations["read_post_at"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blog/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keeps changes to a published post of the caller without publishing them
         * @description Readers go on seeing the post as it was. `update_post` publishes the changes, and `delete_draft` drops them. They count in the post's revision, so `If-Match` works as for `update_post`.
         */
        put: operations["save_draft"];
        post?: never;
        /** Drops the changes to a post of the caller that aren't published */
        delete: operations["delete_draft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blog/authors/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reads an author by handle
         * @description A former one does as well: `handle` in the answer is the present one.
         */
        get: operations["read_author"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blog/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Suggests tags that published posts have */
        get: operations["suggest_tags"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/blog/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Searches published posts, and authors
         * @description Looks for words in titles, tags and texts; a word in the title counts most. Of two posts that match alike, the newer one comes first. Only the 500 newest posts with all the words are looked at for phrases and ranked. Authors are found by name and handle. Drafts, and what will be published later, aren't found, not even by their authors.
         */
        get: operations["search_posts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the caller's pictures, newest first, and how much room they take up
         * @description Pictures that nothing has used for 7 days are no longer listed: they are about to be deleted.
         */
        get: operations["list_pictures"];
        put?: never;
        /**
         * Uploads a picture
         * @description JPEG, PNG, WebP, AVIF or GIF, at most 10 MiB and 50 megapixels. What isn't needed to show it is removed: location, camera, comments, and anything after its end. The picture counts against the account's quota. If nothing uses it for 7 days, it is deleted.
         */
        post: operations["upload_picture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/{id}/{width}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Adds a smaller width to a picture of the caller
         * @description `width` is 480, 960 or 1440, less than the picture's own. The body is the same picture in this width, in any of the formats. If the picture already has this width, it keeps the one it has.
         */
        put: operations["add_picture_width"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes a picture of the caller
         * @description A picture that a post, a draft or the profile of the caller uses gets 409: remove it there first. Copies in caches may stay.
         */
        delete: operations["delete_picture"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Body of `sign_up`. */
        SignUp: {
            /** @description The account's address, trimmed and compared without case. No other account may have it. */
            email: string;
            /**
             * Format: password
             * @description Any text, including spaces; stored only as a hash. Not one of the most common passwords, the e-mail address or the name.
             */
            password: string;
            /** @description What readers see; white space around it is dropped. */
            name?: (string | null) | undefined;
        };
        /**
         * @description Body of `sign_in`.
         *
         *     A password may be shorter here than in `SignUp`: it is then simply wrong. If the minimum is raised one day, nobody is locked out.
         */
        SignIn: {
            /** @description The account's address; trimmed and compared without case. */
            email: string;
            /**
             * Format: password
             * @description The account's password.
             */
            password: string;
        };
        /** @description Body of `update_me`. */
        UpdateMe: {
            /** @description What readers see; white space around it is dropped. Null takes the name away; where it is absent, the name stays. */
            name?: (string | null) | undefined;
            /** @description The page's address is `/@` and this: 2 to 30 letters from a to z, digits or `_`. The former address leads to the new one for ever, and nobody else gets it. */
            handle?: (string | null) | undefined;
            /** @description What readers see beside the name. Null takes it away. */
            bio?: (string | null) | undefined;
            /** @description At most 5 addresses of other pages, each beginning with `https://`. They replace those from before. */
            links?: (string[] | null) | undefined;
            /** @description The `url` of an uploaded picture. Null takes it away. */
            picture?: (string | null) | undefined;
        };
        /** @description Body of `change_password`. */
        ChangePassword: {
            /**
             * Format: password
             * @description The account's password until now.
             */
            currentPassword: string;
            /**
             * Format: password
             * @description Any text, including spaces. Not one of the most common passwords, the e-mail address or the name.
             */
            newPassword: string;
        };
        /** @description Body of `delete_account`. */
        DeleteAccount: {
            /**
             * Format: password
             * @description The account's password.
             */
            password: string;
            /**
             * @description What becomes of the posts that are published: `delete`, or `keep` under the name "Deleted author". Drafts are deleted.
             * @enum {string}
             */
            posts: "delete" | "keep";
        };
        /** @description Body of `create_post`. */
        CreatePost: {
            /** @description One line, of which white space around it is dropped. A draft may be without one. */
            title?: (string | null) | undefined;
            /** @description Markdown, kept as it came. A draft may be without any. */
            content?: (string | null) | undefined;
            /**
             * @description True when absent; false makes a draft.
             * @default true
             */
            published?: (boolean | null) | undefined;
            /** @description When it is published, in RFC 3339 and UTC. A time in the past puts it there in lists. In the future, its author alone sees it until then. Now when absent. */
            publishedAt?: (string | null) | undefined;
            /** @description The part of the address after the author's; made from the title when absent. What isn't a letter or a digit becomes a hyphen. If another post of the author has it, a number is appended. */
            slug?: (string | null) | undefined;
            /** @description At most 5. A tag that is there in another spelling already is dropped. */
            tags?: (string[] | null) | undefined;
            /** @description The `url` of an uploaded picture to show above it. */
            cover?: (string | null) | undefined;
            /** @description What this picture shows. */
            coverAlt?: (string | null) | undefined;
        };
        /** @description Body of `update_post`. What is absent stays as it is. */
        UpdatePost: {
            /**
             * Format: uuid
             * @description The post.
             */
            id: string;
            /** @description One line, of which white space around it is dropped. A draft may be without one. */
            title?: (string | null) | undefined;
            /** @description Markdown, kept as it came. A draft may be without any. */
            content?: (string | null) | undefined;
            /** @description False takes the post out of every list but its author's own. */
            published?: (boolean | null) | undefined;
            /** @description When it is published, in RFC 3339 and UTC. It is set when a post is published for the first time, and stays until it is changed here. */
            publishedAt?: (string | null) | undefined;
            /** @description The part of the address after the author's. Former addresses lead to the post. A draft has none until it is published. */
            slug?: (string | null) | undefined;
            /** @description At most 5. A tag that is there in another spelling already is dropped. */
            tags?: (string[] | null) | undefined;
            /** @description The `url` of an uploaded picture to show above it. Null takes it away. */
            cover?: (string | null) | undefined;
            /** @description What this picture shows. Null takes the description away. */
            coverAlt?: (string | null) | undefined;
        };
        /** @description Body of `save_draft`: the post as it would be published. Nothing of an earlier draft stays. */
        SaveDraft: {
            /** @description One line, of which white space around it is dropped; may be empty. */
            title: string;
            /** @description Markdown, kept as it came; may be empty. */
            content: string;
            /** @description At most 5. A tag that is there in another spelling already is dropped. */
            tags?: (string[] | null) | undefined;
            /** @description The `url` of an uploaded picture to show above it. */
            cover?: (string | null) | undefined;
            /** @description What this picture shows. */
            coverAlt?: (string | null) | undefined;
        };
        /** @description The body of every error: `application/problem+json` (RFC 9457) with two more members, `error` and `fields`. */
        Problem: {
            /**
             * @description Always `about:blank`: the status says which kind of problem it is.
             * @constant
             */
            type: "about:blank";
            /** @description The status' phrase. */
            title: string;
            /** @description The status, repeated. */
            status: number;
            /** @description A sentence that says what was wrong and what would be right. */
            detail: string;
            /** @description A short text. */
            error: string;
            /** @description For invalid input: each fault. */
            fields?: components["schemas"]["FieldError"][] | undefined;
        };
        /** @description One thing that is wrong with one field. */
        FieldError: {
            /** @description The field, the query parameter or the part of the path. */
            field: string;
            /**
             * @description What is wrong, as a code for programs.
             * @enum {string}
             */
            code: "required" | "type" | "length" | "email" | "nul" | "blank" | "uuid" | "range" | "cursor" | "choice" | "common" | "personal" | "unpublishable" | "tag" | "tags" | "slug" | "handle" | "reserved" | "handles" | "links" | "picture" | "time" | "invalid";
            /** @description What would be right, in a sentence for people. It never repeats what was sent, because that may be a password. */
            message: string;
        };
        /** @description Answer of `sign_up` and `sign_in`. */
        SignedIn: {
            /** @description The token for `Authorization: Bearer …`. */
            jwt: string;
            /** @description The token's account. */
            user: components["schemas"]["User"];
        };
        /** @description An account as its owner sees it. */
        User: {
            /**
             * Format: uuid
             * @description The user's id.
             */
            id: string;
            /** @description In lower case. */
            email: string;
            /** @description What readers see; null when none was given. */
            name: string | null;
            /** @description The user's page is at `/@` and this. It is made from the name at first. */
            handle: string;
            /** @description What the user says to readers; null if nothing. */
            bio: string | null;
            /** @description The user's other pages. */
            links: string[];
            /** @description The address of a picture; null if there is none. */
            picture: string | null;
        };
        /** @description Answer of `sign_out`. */
        LoggedOut: {
            /**
             * @description Always true.
             * @constant
             */
            loggedOut: true;
        };
        /** @description Answer of `read_me` and `update_me`. */
        Me: {
            /** @description The caller's account. */
            user: components["schemas"]["User"];
        };
        /** @description Answer of `list_sessions`. */
        Sessions: {
            /** @description The session that makes the request, then the most recently used ones. */
            sessions: components["schemas"]["Session"][];
        };
        /** @description A session, as the account's owner sees it. */
        Session: {
            /**
             * Format: uuid
             * @description The session's id, for `end_session`.
             */
            id: string;
            /**
             * Format: date-time
             * @description When the user signed in: RFC 3339, in UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was last used, to within 5 minutes: RFC 3339, in UTC.
             */
            lastUsedAt: string;
            /** @description The program and the system that signed in, according to their `User-Agent`, such as "Firefox on Linux"; null if unknown. */
            device: string | null;
            /** @description Whether it is the session that makes the request. */
            current: boolean;
        };
        /** @description Answer of `export_account`: a part of all data of a user. */
        AccountExport: {
            /**
             * Format: date-time
             * @description When the export was made: RFC 3339, in UTC.
             */
            exportedAt: string;
            /** @description The exported account. */
            user: components["schemas"]["User"];
            /**
             * Format: date-time
             * @description When the account was created: RFC 3339, in UTC.
             */
            signedUpAt: string;
            /**
             * @description Handles that the account had before, in alphabetical order; the same in each part. Their addresses lead to the author's page.
             * @default []
             */
            formerHandles: string[];
            /** @description As `list_sessions` shows them; the same in each part. */
            sessions: components["schemas"]["Session"][];
            /**
             * @description Pictures, the newest first, at most 2,000; the same in each part. Their files are at their addresses.
             * @default []
             */
            pictures: components["schemas"]["ListedPicture"][];
            /** @description Posts and drafts, the oldest first. */
            posts: components["schemas"]["ExportedPost"][];
            /** @description Where the next part begins; null in the last one. */
            nextCursor: string | null;
        };
        /** @description A picture in a list. */
        ListedPicture: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description The address of its largest file, on this server. */
            url: string;
            /** @description In pixels, as it's shown. */
            width: number;
            /** @description In pixels, as it's shown. */
            height: number;
            /** @description `image/jpeg`, `image/png`, `image/webp`, `image/avif` or `image/gif`. */
            mediaType: string;
            /** @description How much room its files take up. */
            bytes: number;
            /**
             * Format: date-time
             * @description When it was uploaded.
             */
            createdAt: string;
            /** @description Whether a post, a draft or a profile uses it. */
            inUse: boolean;
        };
        /** @description A post as it was written, without data for readers such as how long it takes to read. */
        ExportedPost: {
            /**
             * Format: uuid
             * @description The post's id.
             */
            id: string;
            /** @description One line; empty only in a draft. */
            title: string;
            /** @description False: a draft, which its author alone sees. */
            published: boolean;
            /**
             * Format: date-time
             * @description When it is published: RFC 3339, in UTC. Null until that was decided for the first time. In the future, its author alone sees it until then.
             */
            publishedAt: string | null;
            /** @description The part of the address that is made from the title; null until it was published for the first time. */
            slug: string | null;
            /** @description The path of its page, `/@` handle `/` slug, not percent-encoded; null as long as `slug` is. */
            address: string | null;
            /** @description As the first post that had it spelled each. */
            tags: string[];
            /** @description The picture above it. */
            cover: components["schemas"]["Cover"] | null;
            /**
             * Format: uuid
             * @description The author's id.
             */
            authorId: string;
            /** @description The author. */
            author: components["schemas"]["PostAuthor"];
            /**
             * Format: date-time
             * @description RFC 3339, in UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC; the time of creation until the first change.
             */
            updatedAt: string;
            /** @description Markdown, as it was sent. */
            content: string;
            /** @description Changes that aren't published; null if there are none. */
            draft: components["schemas"]["PostDraft"] | null;
        };
        /** @description The picture above a post. */
        Cover: {
            /** @description The address of its largest file. */
            url: string;
            /** @description What it shows; null if its author didn't say. */
            alt: string | null;
            /** @description In pixels. */
            width: number;
            /** @description In pixels. */
            height: number;
        };
        /** @description Who wrote a post, as readers see it. */
        PostAuthor: {
            /**
             * Format: uuid
             * @description The author's id.
             */
            id: string;
            /** @description Null if none was given. */
            name: string | null;
            /** @description The author's page is at `/@` and this; null for a deleted account, which has none. */
            handle: string | null;
        };
        /** @description Changes to a published post that aren't published. */
        PostDraft: {
            /** @description One line; may be empty. */
            title: string;
            /** @description Markdown, as it was sent; may be empty. */
            content: string;
            /** @description As they were sent. */
            tags: string[];
            /** @description The picture above it. */
            cover: components["schemas"]["Cover"] | null;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC.
             */
            updatedAt: string;
        };
        /** @description Answer of `create_post`. */
        CreatedPost: {
            /**
             * Format: uuid
             * @description The new post.
             */
            id: string;
        };
        /** @description Answer of `update_post`. */
        UpdatedPost: {
            /**
             * Format: uuid
             * @description The post.
             */
            id: string;
            /** @description The post as it is now. */
            post: components["schemas"]["Post"];
            /**
             * @description Always true.
             * @constant
             */
            updated: true;
        };
        /** @description A post with all of its text. */
        Post: {
            /**
             * Format: uuid
             * @description The post's id.
             */
            id: string;
            /** @description One line; empty only in a draft. */
            title: string;
            /** @description False: a draft, which its author alone sees. */
            published: boolean;
            /**
             * Format: date-time
             * @description When it is published: RFC 3339, in UTC. Null until that was decided for the first time. In the future, its author alone sees it until then.
             */
            publishedAt: string | null;
            /** @description The part of the address that is made from the title; null until it was published for the first time. */
            slug: string | null;
            /** @description The path of its page, `/@` handle `/` slug, not percent-encoded; null as long as `slug` is. */
            address: string | null;
            /** @description As the first post that had it spelled each. */
            tags: string[];
            /** @description The picture above it. */
            cover: components["schemas"]["Cover"] | null;
            /**
             * Format: uuid
             * @description The author's id.
             */
            authorId: string;
            /** @description The author. */
            author: components["schemas"]["PostAuthor"];
            /**
             * Format: date-time
             * @description RFC 3339, in UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC; the time of creation until the first change.
             */
            updatedAt: string;
            /** @description Markdown, as it was sent. */
            content: string;
            /** @description The content as HTML that is safe to show: no scripts, no styles, only known elements. */
            html: string;
            /** @description How long it takes to read, in whole minutes, at least one. */
            readingMinutes: number;
            /** @description Changes that aren't published; null if there are none, and for everyone but the author. */
            draft: components["schemas"]["PostDraft"] | null;
        };
        /** @description Answer of `list_posts`. */
        PostPage: {
            /** @description Newest first. */
            posts: components["schemas"]["ListedPost"][];
            /** @description Where the next page begins; null on the last one. */
            nextCursor: string | null;
        };
        /** @description A post in a list: a `Post` whose text may be cut to an excerpt. */
        ListedPost: {
            /**
             * Format: uuid
             * @description The post's id.
             */
            id: string;
            /** @description One line; empty only in a draft. */
            title: string;
            /** @description False: a draft, which its author alone sees. */
            published: boolean;
            /**
             * Format: date-time
             * @description When it is published: RFC 3339, in UTC. Null until that was decided for the first time. In the future, its author alone sees it until then.
             */
            publishedAt: string | null;
            /** @description The part of the address that is made from the title; null until it was published for the first time. */
            slug: string | null;
            /** @description The path of its page, `/@` handle `/` slug, not percent-encoded; null as long as `slug` is. */
            address: string | null;
            /** @description As the first post that had it spelled each. */
            tags: string[];
            /** @description The picture above it. */
            cover: components["schemas"]["Cover"] | null;
            /**
             * Format: uuid
             * @description The author's id.
             */
            authorId: string;
            /** @description The author. */
            author: components["schemas"]["PostAuthor"];
            /**
             * Format: date-time
             * @description RFC 3339, in UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC; the time of creation until the first change.
             */
            updatedAt: string;
            /** @description How long all of it takes to read, in whole minutes, at least one. */
            readingMinutes: number;
            /** @description Whether it has changes that aren't published. Only its author learns of them. */
            hasDraft: boolean;
        } & ({
            content: string;
        } | {
            excerpt: string;
        });
        /** @description Answer of `read_post` and `read_post_at`. */
        ReadPost: {
            /** @description The post. */
            post: components["schemas"]["Post"];
        };
        /** @description Answer of `save_draft`. */
        SavedDraft: {
            /**
             * Format: uuid
             * @description The post.
             */
            id: string;
        };
        /** @description Answer of `read_author`. */
        ReadAuthor: {
            /** @description The author. */
            author: components["schemas"]["Author"];
        };
        /** @description An author. */
        Author: {
            /**
             * Format: uuid
             * @description The author's id.
             */
            id: string;
            /** @description The present one: the author's page is at `/@` and this. */
            handle: string;
            /** @description Null if none was given. */
            name: string | null;
            /** @description What the author says; null if nothing. */
            bio: string | null;
            /** @description The author's other pages. */
            links: string[];
            /** @description The address of a picture; null if there is none. */
            picture: string | null;
            /** @description How many posts everybody can read, counted up to 1,000. */
            posts: number;
            /**
             * Format: date-time
             * @description Since when: RFC 3339, in UTC.
             */
            joinedAt: string;
        };
        /** @description Answer of `suggest_tags`. */
        SuggestedTags: {
            /** @description Those in most use first. */
            tags: components["schemas"]["SuggestedTag"][];
        };
        /** @description A tag that posts have. */
        SuggestedTag: {
            /** @description As the first post that had it spelled it. */
            tag: string;
            /** @description How many published posts have it. */
            posts: number;
        };
        /** @description Answer of `search_posts`. */
        SearchResults: {
            /** @description Authors whose name and handle have all the words; none on later pages. */
            authors: components["schemas"]["FoundAuthor"][];
            /** @description The best first. */
            posts: components["schemas"]["FoundPost"][];
            /** @description Where the next page begins; null on the last one. */
            nextCursor: string | null;
        };
        /** @description An author who was found. */
        FoundAuthor: {
            /**
             * Format: uuid
             * @description The author's id.
             */
            id: string;
            /** @description The author's page is at `/@` and this. */
            handle: string;
            /** @description Null if none was given. */
            name: string | null;
            /** @description What the author says; null if nothing. */
            bio: string | null;
            /** @description The address of a picture; null if there is none. */
            picture: string | null;
        };
        /** @description A post that was found. */
        FoundPost: {
            /**
             * Format: uuid
             * @description The post's id.
             */
            id: string;
            /** @description One line; empty only in a draft. */
            title: string;
            /** @description False: a draft, which its author alone sees. */
            published: boolean;
            /**
             * Format: date-time
             * @description When it is published: RFC 3339, in UTC. Null until that was decided for the first time. In the future, its author alone sees it until then.
             */
            publishedAt: string | null;
            /** @description The part of the address that is made from the title; null until it was published for the first time. */
            slug: string | null;
            /** @description The path of its page, `/@` handle `/` slug, not percent-encoded; null as long as `slug` is. */
            address: string | null;
            /** @description As the first post that had it spelled each. */
            tags: string[];
            /** @description The picture above it. */
            cover: components["schemas"]["Cover"] | null;
            /**
             * Format: uuid
             * @description The author's id.
             */
            authorId: string;
            /** @description The author. */
            author: components["schemas"]["PostAuthor"];
            /**
             * Format: date-time
             * @description RFC 3339, in UTC.
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC; the time of creation until the first change.
             */
            updatedAt: string;
            /** @description How long all of it takes to read, in whole minutes, at least one. */
            readingMinutes: number;
            /** @description The title in pieces. */
            titlePieces: components["schemas"]["Piece"][];
            /** @description What is around the words in the text, in pieces, as plain text. Its beginning if they aren't there. */
            excerptPieces: components["schemas"]["Piece"][];
        };
        /** @description A piece of a text in which something was found. */
        Piece: {
            /** @description Plain text. */
            text: string;
            /** @description Whether it is what was searched for. */
            marked: boolean;
        };
        /** @description Answer of `upload_picture`. */
        UploadedPicture: {
            /** @description The picture. */
            picture: components["schemas"]["Picture"];
        };
        /** @description A picture. */
        Picture: {
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description The address of its largest file, on this server. */
            url: string;
            /** @description In pixels, as it's shown. */
            width: number;
            /** @description In pixels, as it's shown. */
            height: number;
            /** @description `image/jpeg`, `image/png`, `image/webp`, `image/avif` or `image/gif`. */
            mediaType: string;
            /** @description How much room its files take up. */
            bytes: number;
        };
        /** @description Answer of `add_picture_width`. */
        AddedWidth: {
            /** @description The address of the file in this width. */
            url: string;
        };
        /** @description Answer of `list_pictures`. */
        PicturePage: {
            /** @description The pictures, newest first. */
            pictures: components["schemas"]["ListedPicture"][];
            /** @description The `cursor` of the next page; null on the last one. */
            nextCursor: string | null;
            /** @description The room that they take up. */
            quota: components["schemas"]["PictureQuota"];
        };
        /** @description How much room pictures may take up, in bytes. */
        PictureQuota: {
            /** @description How much all pictures of the account take up. */
            used: number;
            /** @description How much they may take up. */
            limit: number;
        };
    };
    responses: {
        /** @description Inputs not correct: the request cannot be read, or its fields have faults. */
        Invalid: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Bad Request",
                 *       "status": 400,
                 *       "detail": "password must have 8 to 128 characters",
                 *       "error": "Inputs not correct",
                 *       "fields": [
                 *         {
                 *           "field": "password",
                 *           "code": "length",
                 *           "message": "password must have 8 to 128 characters"
                 *         }
                 *       ]
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 400;
                    /** @constant */
                    error: "Inputs not correct";
                };
            };
        };
        /** @description You are not logged in: the token is not valid, has expired or was signed out; sign in again. */
        NotLoggedIn: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "the token is not valid, has expired or was signed out; sign in again",
                 *       "error": "You are not logged in"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 401;
                    /** @constant */
                    error: "You are not logged in";
                };
            };
        };
        /** @description Incorrect credentials: no account has this e-mail and this password. */
        WrongCredentials: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unauthorized",
                 *       "status": 401,
                 *       "detail": "no account has this e-mail and this password",
                 *       "error": "Incorrect credentials"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 401;
                    /** @constant */
                    error: "Incorrect credentials";
                };
            };
        };
        /** @description Not yours: only its author may do this with a post. */
        NotYours: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "only its author may do this with a post",
                 *       "error": "Not yours"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 403;
                    /** @constant */
                    error: "Not yours";
                };
            };
        };
        /** @description Wrong password: this is not the account's password; you are still signed in. */
        WrongPassword: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Forbidden",
                 *       "status": 403,
                 *       "detail": "this is not the account's password; you are still signed in",
                 *       "error": "Wrong password"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 403;
                    /** @constant */
                    error: "Wrong password";
                };
            };
        };
        /** @description Not found: there is nothing here, or not for you to see. */
        NotFound: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Not Found",
                 *       "status": 404,
                 *       "detail": "there is nothing here, or not for you to see",
                 *       "error": "Not found"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 404;
                    /** @constant */
                    error: "Not found";
                };
            };
        };
        /** @description Email already taken: there is an account with this e-mail; sign in, or use another one. */
        EmailTaken: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "there is an account with this e-mail; sign in, or use another one",
                 *       "error": "Email already taken"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 409;
                    /** @constant */
                    error: "Email already taken";
                };
            };
        };
        /** @description Handle already taken: another account has this handle, or had it once; choose another one. */
        HandleTaken: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "another account has this handle, or had it once; choose another one",
                 *       "error": "Handle already taken"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 409;
                    /** @constant */
                    error: "Handle already taken";
                };
            };
        };
        /** @description Not published: this post is a draft itself; change it with PUT /api/v1/blog. */
        NotPublished: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "this post is a draft itself; change it with PUT /api/v1/blog",
                 *       "error": "Not published"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 409;
                    /** @constant */
                    error: "Not published";
                };
            };
        };
        /** @description No room left: the account's pictures have no room left; delete some of them. */
        NoRoom: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "the account's pictures have no room left; delete some of them",
                 *       "error": "No room left"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 409;
                    /** @constant */
                    error: "No room left";
                };
            };
        };
        /** @description Picture in use: the picture is in a post, a draft or the profile; remove it there first. */
        PictureInUse: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Conflict",
                 *       "status": 409,
                 *       "detail": "the picture is in a post, a draft or the profile; remove it there first",
                 *       "error": "Picture in use"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 409;
                    /** @constant */
                    error: "Picture in use";
                };
            };
        };
        /** @description Post has changed: the post has another revision than If-Match names; read it again, then decide. */
        Stale: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Precondition Failed",
                 *       "status": 412,
                 *       "detail": "the post has another revision than If-Match names; read it again, then decide",
                 *       "error": "Post has changed"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 412;
                    /** @constant */
                    error: "Post has changed";
                };
            };
        };
        /** @description Picture too large: a picture has at most 10485760 bytes (10 MiB); make it smaller. */
        PictureTooLarge: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Payload Too Large",
                 *       "status": 413,
                 *       "detail": "a picture has at most 10485760 bytes (10 MiB); make it smaller",
                 *       "error": "Picture too large"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 413;
                    /** @constant */
                    error: "Picture too large";
                };
            };
        };
        /** @description Body too large: a body has at most 1048576 bytes. */
        TooLarge: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Payload Too Large",
                 *       "status": 413,
                 *       "detail": "a body has at most 1048576 bytes",
                 *       "error": "Body too large"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 413;
                    /** @constant */
                    error: "Body too large";
                };
            };
        };
        /** @description Not a picture: send the picture as it is, with its Content-Type: image/jpeg, image/png, image/webp, image/avif or image/gif. */
        NotAPicture: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unsupported Media Type",
                 *       "status": 415,
                 *       "detail": "send the picture as it is, with its Content-Type: image/jpeg, image/png, image/webp, image/avif or image/gif",
                 *       "error": "Not a picture"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 415;
                    /** @constant */
                    error: "Not a picture";
                };
            };
        };
        /** @description Body must be JSON: send the body with Content-Type: application/json. */
        NotJson: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unsupported Media Type",
                 *       "status": 415,
                 *       "detail": "send the body with Content-Type: application/json",
                 *       "error": "Body must be JSON"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 415;
                    /** @constant */
                    error: "Body must be JSON";
                };
            };
        };
        /** @description Picture cannot be used: the picture is damaged, cut off or has too many pixels. */
        BadPicture: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Unprocessable Entity",
                 *       "status": 422,
                 *       "detail": "the picture is damaged, cut off or has too many pixels",
                 *       "error": "Picture cannot be used"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 422;
                    /** @constant */
                    error: "Picture cannot be used";
                };
            };
        };
        /** @description Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After. */
        TooMany: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Too Many Requests",
                 *       "status": 429,
                 *       "detail": "too many requests, so nothing was done; try again after the seconds in Retry-After",
                 *       "error": "Too many requests"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 429;
                    /** @constant */
                    error: "Too many requests";
                };
            };
        };
        /** @description Service unavailable: the service cannot answer now; try again after the seconds in Retry-After. */
        Unavailable: {
            headers: {
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "about:blank",
                 *       "title": "Service Unavailable",
                 *       "status": 503,
                 *       "detail": "the service cannot answer now; try again after the seconds in Retry-After",
                 *       "error": "Service unavailable"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @constant */
                    status: 503;
                    /** @constant */
                    error: "Service unavailable";
                };
            };
        };
    };
    parameters: {
        /**
         * @description One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
         * @example "7"
         */
        "If-Match": string;
        /**
         * @description One or more `ETag`s that the client has. When the post is still in one of these states the answer is 304, without a body. The forms that proxies give a tag count, as for `If-Match`.
         * @example "7"
         */
        "If-None-Match": string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description The post's revision, which changes with every update. For `If-Match` and `If-None-Match`.
         * @example "7"
         */
        ETag: string;
        /**
         * @description The address of what is new: a post, or a picture's file.
         * @example /api/v1/blog/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60
         */
        Location: string;
        /**
         * @description Marks the answer as a file, with its name (RFC 6266).
         * @example attachment; filename="connectly-2026-02-03.zip"
         */
        "Content-Disposition": string;
        /**
         * @description The address of the next part, unless this is the last one (RFC 8288).
         * @example </api/v1/user/export?format=archive&cursor=AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g>; rel="next"
         */
        Link: string;
        /**
         * @description Who may cache the answer, and for how long.
         * @example no-store
         */
        "Cache-Control": string;
        /**
         * @description The same token for browsers, where no script can read it; or an instruction to delete it.
         * @example session=eyJhbGciOi…; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict
         */
        "Set-Cookie": string;
        /**
         * @description How to authenticate (RFC 6750).
         * @example Bearer realm="connectly"
         */
        "WWW-Authenticate": string;
        /**
         * @description The seconds after which to try again.
         * @example 5
         */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    sign_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery staple",
                 *       "name": "Ada Lovelace"
                 *     }
                 */
                "application/json": components["schemas"]["SignUp"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTk4In0.c2lnbmF0dXJl",
                     *       "user": {
                     *         "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "email": "ada@example.com",
                     *         "name": "Ada Lovelace",
                     *         "handle": "ada",
                     *         "bio": "I write about engines that don't exist yet.",
                     *         "links": [
                     *           "https://ada.example"
                     *         ],
                     *         "picture": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Invalid"];
            409: components["responses"]["EmailTaken"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTk4In0.c2lnbmF0dXJl",
                     *       "user": {
                     *         "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "email": "ada@example.com",
                     *         "name": "Ada Lovelace",
                     *         "handle": "ada",
                     *         "bio": "I write about engines that don't exist yet.",
                     *         "links": [
                     *           "https://ada.example"
                     *         ],
                     *         "picture": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["WrongCredentials"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "loggedOut": true
                     *     }
                     */
                    "application/json": components["schemas"]["LoggedOut"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "email": "ada@example.com",
                     *         "name": "Ada Lovelace",
                     *         "handle": "ada",
                     *         "bio": "I write about engines that don't exist yet.",
                     *         "links": [
                     *           "https://ada.example"
                     *         ],
                     *         "picture": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada King",
                 *       "handle": "ada_king",
                 *       "bio": "I write about engines that don't exist yet.",
                 *       "links": [
                 *         "https://ada.example"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UpdateMe"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "email": "ada@example.com",
                     *         "name": "Ada Lovelace",
                     *         "handle": "ada",
                     *         "bio": "I write about engines that don't exist yet.",
                     *         "links": [
                     *           "https://ada.example"
                     *         ],
                     *         "picture": null
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            409: components["responses"]["HandleTaken"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "currentPassword": "correct horse battery staple",
                 *       "newPassword": "an engine that weaves"
                 *     }
                 */
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description Done, without a body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            403: components["responses"]["WrongPassword"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": [
                     *         {
                     *           "id": "0198b8a0-3c4d-7e5f-9a6b-7c8d9e0f1a2b",
                     *           "createdAt": "2026-02-03T04:05:06.789012Z",
                     *           "lastUsedAt": "2026-02-05T19:30:00.123456Z",
                     *           "device": "Firefox on Linux",
                     *           "current": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            503: components["responses"]["Unavailable"];
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session.
                 * @example 0198b8a0-3c4d-7e5f-9a6b-7c8d9e0f1a2b
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, without a body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    export_account: {
        parameters: {
            query?: {
                /** @description JSON, or a zip archive with the same JSON and each post as a Markdown file. */
                format?: ("json" | "archive") | undefined;
                /**
                 * @description `nextCursor` of the previous part; absent for the first part.
                 * @example AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g
                 */
                cursor?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Content-Disposition": components["headers"]["Content-Disposition"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "exportedAt": "2026-02-05T19:30:00.123456Z",
                     *       "user": {
                     *         "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "email": "ada@example.com",
                     *         "name": "Ada Lovelace",
                     *         "handle": "ada",
                     *         "bio": "I write about engines that don't exist yet.",
                     *         "links": [
                     *           "https://ada.example"
                     *         ],
                     *         "picture": null
                     *       },
                     *       "signedUpAt": "2026-02-03T04:05:06.789012Z",
                     *       "formerHandles": [
                     *         "ada_byron"
                     *       ],
                     *       "sessions": [
                     *         {
                     *           "id": "0198b8a0-3c4d-7e5f-9a6b-7c8d9e0f1a2b",
                     *           "createdAt": "2026-02-03T04:05:06.789012Z",
                     *           "lastUsedAt": "2026-02-05T19:30:00.123456Z",
                     *           "device": "Firefox on Linux",
                     *           "current": true
                     *         }
                     *       ],
                     *       "pictures": [
                     *         {
                     *           "id": "0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e",
                     *           "url": "/media/0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e/2400x1600.webp",
                     *           "width": 2400,
                     *           "height": 1600,
                     *           "mediaType": "image/webp",
                     *           "bytes": 412345,
                     *           "createdAt": "2026-02-03T04:05:06.789012Z",
                     *           "inUse": true
                     *         }
                     *       ],
                     *       "posts": [
                     *         {
                     *           "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
                     *           "title": "Notes on the Analytical Engine",
                     *           "published": true,
                     *           "publishedAt": "2026-02-03T04:05:06.789012Z",
                     *           "slug": "notes-on-the-analytical-engine",
                     *           "address": "/@ada/notes-on-the-analytical-engine",
                     *           "tags": [
                     *             "Analytical engines"
                     *           ],
                     *           "cover": null,
                     *           "authorId": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *           "author": {
                     *             "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *             "name": "Ada Lovelace",
                     *             "handle": "ada"
                     *           },
                     *           "createdAt": "2026-02-03T04:05:06.789012Z",
                     *           "updatedAt": "2026-02-03T04:05:06.789012Z",
                     *           "content": "It might act upon *other things* besides number.",
                     *           "draft": null
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AccountExport"];
                    "application/zip": unknown;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "password": "correct horse battery staple",
                 *       "posts": "keep"
                 *     }
                 */
                "application/json": components["schemas"]["DeleteAccount"];
            };
        };
        responses: {
            /** @description Done, without a body. */
            204: {
                headers: {
                    "Set-Cookie": components["headers"]["Set-Cookie"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            403: components["responses"]["WrongPassword"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    update_post: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["If-Match"] | undefined;
            } | undefined;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
                 *       "title": "Notes on the Analytical Engine, revised"
                 *     }
                 */
                "application/json": components["schemas"]["UpdatePost"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
                     *       "post": {
                     *         "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
                     *         "title": "Notes on the Analytical Engine",
                     *         "published": true,
                     *         "publishedAt": "2026-02-03T04:05:06.789012Z",
                     *         "slug": "notes-on-the-analytical-engine",
                     *         "address": "/@ada/notes-on-the-analytical-engine",
                     *         "tags": [
                     *           "Analytical engines"
                     *         ],
                     *         "cover": null,
                     *         "authorId": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "author": {
                     *           "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *           "name": "Ada Lovelace",
                     *           "handle": "ada"
                     *         },
                     *         "createdAt": "2026-02-03T04:05:06.789012Z",
                     *         "updatedAt": "2026-02-03T04:05:06.789012Z",
                     *         "content": "It might act upon *other things* besides number.",
                     *         "draft": null,
                     *         "html": "<p>It might act upon <em>other things</em> besides number.</p>",
                     *         "readingMinutes": 1
                     *       },
                     *       "updated": true
                     *     }
                     */
                    "application/json": components["schemas"]["UpdatedPost"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            403: components["responses"]["NotYours"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    create_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Notes on the Analytical Engine",
                 *       "content": "It might act upon *other things* besides number.",
                 *       "published": true,
                 *       "tags": [
                 *         "Analytical engines"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreatePost"];
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedPost"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_posts: {
        parameters: {
            query?: {
                /** @description How many posts at most. */
                limit?: number | undefined;
                /**
                 * @description `nextCursor` of the page before; absent for the first page.
                 * @example AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g
                 */
                cursor?: string | undefined;
                /**
                 * @description Only the posts of the user with this id.
                 * @example 0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b
                 */
                author?: string | undefined;
                /**
                 * @description Only the posts of the author with this handle, or who had it once.
                 * @example ada
                 */
                handle?: string | undefined;
                /**
                 * @description Only the posts with this tag, in any spelling.
                 * @example analytical engines
                 */
                tag?: string | undefined;
                /** @description How much of each text: all of it, or its beginning in plain words, under the name `excerpt`. */
                content?: ("full" | "excerpt") | undefined;
                /** @description True lists published posts only, false drafts only. Nobody sees another user's drafts, so false is an empty list unless `author` is your own id. */
                published?: boolean | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "posts": [
                     *         {
                     *           "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
                     *           "title": "Notes on the Analytical Engine",
                     *           "published": true,
                     *           "publishedAt": "2026-02-03T04:05:06.789012Z",
                     *           "slug": "notes-on-the-analytical-engine",
                     *           "address": "/@ada/notes-on-the-analytical-engine",
                     *           "tags": [
                     *             "Analytical engines"
                     *           ],
                     *           "cover": null,
                     *           "authorId": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *           "author": {
                     *             "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *             "name": "Ada Lovelace",
                     *             "handle": "ada"
                     *           },
                     *           "createdAt": "2026-02-03T04:05:06.789012Z",
                     *           "updatedAt": "2026-02-03T04:05:06.789012Z",
                     *           "content": "It might act upon *other things* besides number.",
                     *           "readingMinutes": 1,
                     *           "hasDraft": false
                     *         }
                     *       ],
                     *       "nextCursor": "AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g"
                     *     }
                     */
                    "application/json": components["schemas"]["PostPage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_post: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One or more `ETag`s that the client has. When the post is still in one of these states the answer is 304, without a body. The forms that proxies give a tag count, as for `If-Match`.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"] | undefined;
            } | undefined;
            path: {
                /**
                 * @description The post.
                 * @example 0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "post": {
                     *         "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
                     *         "title": "Notes on the Analytical Engine",
                     *         "published": true,
                     *         "publishedAt": "2026-02-03T04:05:06.789012Z",
                     *         "slug": "notes-on-the-analytical-engine",
                     *         "address": "/@ada/notes-on-the-analytical-engine",
                     *         "tags": [
                     *           "Analytical engines"
                     *         ],
                     *         "cover": null,
                     *         "authorId": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "author": {
                     *           "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *           "name": "Ada Lovelace",
                     *           "handle": "ada"
                     *         },
                     *         "createdAt": "2026-02-03T04:05:06.789012Z",
                     *         "updatedAt": "2026-02-03T04:05:06.789012Z",
                     *         "content": "It might act upon *other things* besides number.",
                     *         "draft": null,
                     *         "html": "<p>It might act upon <em>other things</em> besides number.</p>",
                     *         "readingMinutes": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReadPost"];
                };
            };
            /** @description Unchanged: `If-None-Match` names the current revision. */
            304: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_post: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["If-Match"] | undefined;
            } | undefined;
            path: {
                /**
                 * @description The post.
                 * @example 0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, without a body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            403: components["responses"]["NotYours"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["Stale"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_post_at: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One or more `ETag`s that the client has. When the post is still in one of these states the answer is 304, without a body. The forms that proxies give a tag count, as for `If-Match`.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["If-None-Match"] | undefined;
            } | undefined;
            path: {
                /**
                 * @description The author's handle, or a former one.
                 * @example ada
                 */
                handle: string;
                /**
                 * @description The post's slug, or a former one.
                 * @example notes-on-the-analytical-engine
                 */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "post": {
                     *         "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
                     *         "title": "Notes on the Analytical Engine",
                     *         "published": true,
                     *         "publishedAt": "2026-02-03T04:05:06.789012Z",
                     *         "slug": "notes-on-the-analytical-engine",
                     *         "address": "/@ada/notes-on-the-analytical-engine",
                     *         "tags": [
                     *           "Analytical engines"
                     *         ],
                     *         "cover": null,
                     *         "authorId": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "author": {
                     *           "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *           "name": "Ada Lovelace",
                     *           "handle": "ada"
                     *         },
                     *         "createdAt": "2026-02-03T04:05:06.789012Z",
                     *         "updatedAt": "2026-02-03T04:05:06.789012Z",
                     *         "content": "It might act upon *other things* besides number.",
                     *         "draft": null,
                     *         "html": "<p>It might act upon <em>other things</em> besides number.</p>",
                     *         "readingMinutes": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReadPost"];
                };
            };
            /** @description Unchanged: `If-None-Match` names the current revision. */
            304: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    save_draft: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["If-Match"] | undefined;
            } | undefined;
            path: {
                /**
                 * @description The post.
                 * @example 0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Notes on the Analytical Engine",
                 *       "content": "It might act upon *other things* besides number, were objects found.",
                 *       "tags": [
                 *         "Analytical engines"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["SaveDraft"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60"
                     *     }
                     */
                    "application/json": components["schemas"]["SavedDraft"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            403: components["responses"]["NotYours"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NotPublished"];
            412: components["responses"]["Stale"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["NotJson"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_draft: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
                 * @example "7"
                 */
                "If-Match"?: components["parameters"]["If-Match"] | undefined;
            } | undefined;
            path: {
                /**
                 * @description The post.
                 * @example 0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, without a body. */
            204: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            403: components["responses"]["NotYours"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["Stale"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    read_author: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The author's handle, or a former one.
                 * @example ada
                 */
                handle: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "author": {
                     *         "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *         "handle": "ada",
                     *         "name": "Ada Lovelace",
                     *         "bio": "I write about engines that don't exist yet.",
                     *         "links": [
                     *           "https://ada.example"
                     *         ],
                     *         "picture": null,
                     *         "posts": 12,
                     *         "joinedAt": "2026-02-03T04:05:06.789012Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ReadAuthor"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            404: components["responses"]["NotFound"];
            503: components["responses"]["Unavailable"];
        };
    };
    suggest_tags: {
        parameters: {
            query?: {
                /**
                 * @description How the tag begins, in any spelling; the tags in most use when it is absent or empty.
                 * @example ana
                 */
                prefix?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tags": [
                     *         {
                     *           "tag": "Analytical engines",
                     *           "posts": 12
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SuggestedTags"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            503: components["responses"]["Unavailable"];
        };
    };
    search_posts: {
        parameters: {
            query?: {
                /**
                 * @description What to search for: words, `"phrases in quotes"`, `or`, and `-` before what a post must not have. The last word may be the beginning of one. Nothing is found without a word to look for.
                 * @example analytical engi
                 */
                q?: string | undefined;
                /** @description How many posts at most. */
                limit?: number | undefined;
                /**
                 * @description `nextCursor` of the page before; absent for the first page.
                 * @example AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g
                 */
                cursor?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "authors": [
                     *         {
                     *           "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *           "handle": "ada",
                     *           "name": "Ada Lovelace",
                     *           "bio": "I write about engines that don't exist yet.",
                     *           "picture": null
                     *         }
                     *       ],
                     *       "posts": [
                     *         {
                     *           "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
                     *           "title": "Notes on the Analytical Engine",
                     *           "published": true,
                     *           "publishedAt": "2026-02-03T04:05:06.789012Z",
                     *           "slug": "notes-on-the-analytical-engine",
                     *           "address": "/@ada/notes-on-the-analytical-engine",
                     *           "tags": [
                     *             "Analytical engines"
                     *           ],
                     *           "cover": null,
                     *           "authorId": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *           "author": {
                     *             "id": "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b",
                     *             "name": "Ada Lovelace",
                     *             "handle": "ada"
                     *           },
                     *           "createdAt": "2026-02-03T04:05:06.789012Z",
                     *           "updatedAt": "2026-02-03T04:05:06.789012Z",
                     *           "readingMinutes": 1,
                     *           "titlePieces": [
                     *             {
                     *               "text": "Notes on the ",
                     *               "marked": false
                     *             },
                     *             {
                     *               "text": "Analytical",
                     *               "marked": true
                     *             },
                     *             {
                     *               "text": " ",
                     *               "marked": false
                     *             },
                     *             {
                     *               "text": "Engine",
                     *               "marked": true
                     *             }
                     *           ],
                     *           "excerptPieces": [
                     *             {
                     *               "text": "It might act upon other things besides number.",
                     *               "marked": false
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "nextCursor": "AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g"
                     *     }
                     */
                    "application/json": components["schemas"]["SearchResults"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            503: components["responses"]["Unavailable"];
        };
    };
    list_pictures: {
        parameters: {
            query?: {
                /** @description How many pictures at most. */
                limit?: number | undefined;
                /**
                 * @description The `nextCursor` of the page before.
                 * @example AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g
                 */
                cursor?: string | undefined;
            } | undefined;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pictures": [
                     *         {
                     *           "id": "0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e",
                     *           "url": "/media/0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e/2400x1600.webp",
                     *           "width": 2400,
                     *           "height": 1600,
                     *           "mediaType": "image/webp",
                     *           "bytes": 412345,
                     *           "createdAt": "2026-02-03T04:05:06.789012Z",
                     *           "inUse": true
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "quota": {
                     *         "used": 412345,
                     *         "limit": 200000000
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PicturePage"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            503: components["responses"]["Unavailable"];
        };
    };
    upload_picture: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": unknown;
                "image/png": unknown;
                "image/webp": unknown;
                "image/avif": unknown;
                "image/gif": unknown;
            };
        };
        responses: {
            /** @description Created. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "picture": {
                     *         "id": "0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e",
                     *         "url": "/media/0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e/2400x1600.webp",
                     *         "width": 2400,
                     *         "height": 1600,
                     *         "mediaType": "image/webp",
                     *         "bytes": 412345
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["UploadedPicture"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            409: components["responses"]["NoRoom"];
            413: components["responses"]["PictureTooLarge"];
            415: components["responses"]["NotAPicture"];
            422: components["responses"]["BadPicture"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    add_picture_width: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The picture.
                 * @example 0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e
                 */
                id: string;
                /**
                 * @description The width in pixels.
                 * @example 480
                 */
                width: "480" | "960" | "1440";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "image/jpeg": unknown;
                "image/png": unknown;
                "image/webp": unknown;
                "image/avif": unknown;
                "image/gif": unknown;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "/media/0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e/480x320.webp"
                     *     }
                     */
                    "application/json": components["schemas"]["AddedWidth"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["NoRoom"];
            413: components["responses"]["PictureTooLarge"];
            415: components["responses"]["NotAPicture"];
            422: components["responses"]["BadPicture"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
    delete_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The picture.
                 * @example 0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, without a body. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["NotLoggedIn"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["PictureInUse"];
            429: components["responses"]["TooMany"];
            503: components["responses"]["Unavailable"];
        };
    };
}
