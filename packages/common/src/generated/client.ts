// Generated from docs/openapi.json by `npm run generate`: do not edit.

import { type CallOptions, type ClientOptions, type Download, segment, type Tagged, Transport } from "../transport.js";
import type { AccountExport, AddedWidth, ChangePassword, CreatePost, CreatedPost, DeleteAccount, ExportAccountQuery, ListPicturesQuery, ListPostsQuery, LoggedOut, Me, PicturePage, PostPage, ReadAuthor, ReadPost, SaveDraft, SavedDraft, SearchPostsQuery, SearchResults, Sessions, SignIn, SignUp, SignedIn, SuggestTagsQuery, SuggestedTags, UpdateMe, UpdatePost, UpdatedPost, UploadedPicture } from "./types.js";

/**
 * A client of Connectly's API: one method for each operation.
 *
 * A method resolves to the body of success. It rejects with a `ProblemError` when the server
 * says no, with a `ConnectionError` when there is no answer that can be read, and with the
 * signal's reason when it was aborted.
 */
export class Client {
  readonly #transport: Transport;

  constructor(options: ClientOptions = {}) {
    this.#transport = new Transport(options);
  }

  /**
   * Creates an account and signs in to it.
   *
   * The token is valid for 7 days, or until its session ends.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 409 Email already taken: there is an account with this e-mail; sign in, or use another one.
   * - 413 Body too large: a body has at most 1048576 bytes.
   * - 415 Body must be JSON: send the body with Content-Type: application/json.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  signUp(body: SignUp, options: CallOptions = {}): Promise<SignedIn> {
    return this.#transport.call({ method: "POST", path: "/api/v1/user/signup", body, authorized: false, options });
  }

  /**
   * Exchanges e-mail and password for a token.
   *
   * Each sign-in starts a new session. A wrong e-mail and a wrong password get the same answer, after about the same time.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 Incorrect credentials: no account has this e-mail and this password.
   * - 413 Body too large: a body has at most 1048576 bytes.
   * - 415 Body must be JSON: send the body with Content-Type: application/json.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  signIn(body: SignIn, options: CallOptions = {}): Promise<SignedIn> {
    return this.#transport.call({ method: "POST", path: "/api/v1/user/signin", body, authorized: false, options });
  }

  /**
   * Ends the session that the token belongs to.
   *
   * From then on the token gets 401 everywhere. Other sessions of the same account go on.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  signOut(options: CallOptions = {}): Promise<LoggedOut> {
    return this.#transport.call({ method: "POST", path: "/api/v1/user/logout", authorized: true, options });
  }

  /**
   * Returns the account of the token.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  readMe(options: CallOptions = {}): Promise<Me> {
    return this.#transport.call({ method: "GET", path: "/api/v1/user/me", authorized: true, options });
  }

  /**
   * Changes the account's profile: name, handle, bio, links, picture.
   *
   * An absent field stays unchanged. Null removes the name, the bio or the picture. An account has at most 20 handles, former ones included: each leads to the account for ever.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 409 Handle already taken: another account has this handle, or had it once; choose another one.
   * - 413 Body too large: a body has at most 1048576 bytes.
   * - 415 Body must be JSON: send the body with Content-Type: application/json.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  updateMe(body: UpdateMe, options: CallOptions = {}): Promise<Me> {
    return this.#transport.call({ method: "PATCH", path: "/api/v1/user/me", body, authorized: true, options });
  }

  /**
   * Changes the password and ends all other sessions of the account.
   *
   * The session that makes the request goes on. A wrong current password gets 403, so that no client mistakes it for the end of the session.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 403 Wrong password: this is not the account's password; you are still signed in.
   * - 413 Body too large: a body has at most 1048576 bytes.
   * - 415 Body must be JSON: send the body with Content-Type: application/json.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  changePassword(body: ChangePassword, options: CallOptions = {}): Promise<void> {
    return this.#transport.call({ method: "POST", path: "/api/v1/user/password", body, authorized: true, options });
  }

  /**
   * Lists the sessions of the account.
   *
   * The session that makes the request comes first, then the most recently used ones, at most 100.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  listSessions(options: CallOptions = {}): Promise<Sessions> {
    return this.#transport.call({ method: "GET", path: "/api/v1/user/sessions", authorized: true, options });
  }

  /**
   * Ends a session of the account.
   *
   * Its token gets 401 everywhere from then on. It may be the session that makes the request. Unlike this operation, signing out also deletes a browser's cookie.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  endSession(id: string, options: CallOptions = {}): Promise<void> {
    return this.#transport.call({ method: "DELETE", path: `/api/v1/user/sessions/${segment(id)}`, authorized: true, options });
  }

  /**
   * Exports all data of the account: sessions, posts and drafts.
   *
   * As JSON, or with `format=archive` as a zip archive with the same JSON and each post as a Markdown file with YAML front matter. A part has at most 1,000 posts and 4 MiB of content. If there is more, `nextCursor` and the header `Link` lead to the next part.
   *
   * Resolves to a `Download` where a file was asked for, to JSON otherwise.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  exportAccount(query: ExportAccountQuery = {}, options: CallOptions = {}): Promise<AccountExport | Download> {
    return this.#transport.call({ method: "GET", path: "/api/v1/user/export", query, authorized: true, options });
  }

  /**
   * Deletes the account permanently.
   *
   * All its sessions end and its drafts are deleted. Published posts are deleted too, or stay under the name "Deleted author". The e-mail address becomes available again.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 403 Wrong password: this is not the account's password; you are still signed in.
   * - 413 Body too large: a body has at most 1048576 bytes.
   * - 415 Body must be JSON: send the body with Content-Type: application/json.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  deleteAccount(body: DeleteAccount, options: CallOptions = {}): Promise<void> {
    return this.#transport.call({ method: "POST", path: "/api/v1/user/delete", body, authorized: true, options });
  }

  /**
   * Creates a post or a draft.
   *
   * A post is published unless the request says `"published": false`. Only its author can see a draft, and a post whose `publishedAt` is in the future.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 413 Body too large: a body has at most 1048576 bytes.
   * - 415 Body must be JSON: send the body with Content-Type: application/json.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  createPost(body: CreatePost, options: CallOptions = {}): Promise<Tagged<CreatedPost>> {
    return this.#transport.call({ method: "POST", path: "/api/v1/blog", body, authorized: true, tagged: true, options });
  }

  /**
   * Changes a post of the caller.
   *
   * A field that is absent or null stays unchanged. With `If-Match`, the change is made only to the revision that the client knows, so that nobody overwrites what another user, or another tab, has saved. Changes that weren't published are dropped if the request has a title or a content.
   *
   * `options.ifMatch`: One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 403 Not yours: only its author may do this with a post.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 412 Post has changed: the post has another revision than If-Match names; read it again, then decide.
   * - 413 Body too large: a body has at most 1048576 bytes.
   * - 415 Body must be JSON: send the body with Content-Type: application/json.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  updatePost(body: UpdatePost, options: CallOptions & { ifMatch?: string | undefined } = {}): Promise<Tagged<UpdatedPost>> {
    return this.#transport.call({ method: "PUT", path: "/api/v1/blog", body, authorized: true, tagged: true, options });
  }

  /**
   * Lists posts, newest first.
   *
   * Lists published posts of all authors, by the time of publication. With the caller as `author` or `handle`, it includes the caller's drafts, by the time of creation, and what will be published later; `published` selects drafts or the others. Posts that are created or deleted meanwhile do not shift a page.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  listPosts(query: ListPostsQuery = {}, options: CallOptions = {}): Promise<PostPage> {
    return this.#transport.call({ method: "GET", path: "/api/v1/blog/bulk", query, authorized: true, options });
  }

  /**
   * Reads a post.
   *
   * A draft is 404 for everyone except its author.
   *
   * `options.ifNoneMatch`: One or more `ETag`s that the client has. When the post is still in one of these states the answer is 304, without a body. The forms that proxies give a tag count, as for `If-Match`.
   *
   * Resolves to `null` on 304.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  readPost(id: string, options?: CallOptions & { ifNoneMatch?: undefined }): Promise<Tagged<ReadPost>>;
  readPost(id: string, options: CallOptions & { ifNoneMatch?: string | undefined }): Promise<Tagged<ReadPost> | null>;
  readPost(id: string, options: CallOptions & { ifNoneMatch?: string | undefined } = {}): Promise<Tagged<ReadPost> | null> {
    return this.#transport.call({ method: "GET", path: `/api/v1/blog/${segment(id)}`, authorized: true, tagged: true, options });
  }

  /**
   * Deletes a post of the caller.
   *
   * With `If-Match`, only in the revision that the client knows.
   *
   * `options.ifMatch`: One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 403 Not yours: only its author may do this with a post.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 412 Post has changed: the post has another revision than If-Match names; read it again, then decide.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  deletePost(id: string, options: CallOptions & { ifMatch?: string | undefined } = {}): Promise<void> {
    return this.#transport.call({ method: "DELETE", path: `/api/v1/blog/${segment(id)}`, authorized: true, options });
  }

  /**
   * Reads a published post by its author's handle and its slug.
   *
   * Former ones do as well: `address` in the answer is the present address.
   *
   * `options.ifNoneMatch`: One or more `ETag`s that the client has. When the post is still in one of these states the answer is 304, without a body. The forms that proxies give a tag count, as for `If-Match`.
   *
   * Resolves to `null` on 304.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  readPostAt(handle: string, slug: string, options?: CallOptions & { ifNoneMatch?: undefined }): Promise<Tagged<ReadPost>>;
  readPostAt(handle: string, slug: string, options: CallOptions & { ifNoneMatch?: string | undefined }): Promise<Tagged<ReadPost> | null>;
  readPostAt(handle: string, slug: string, options: CallOptions & { ifNoneMatch?: string | undefined } = {}): Promise<Tagged<ReadPost> | null> {
    return this.#transport.call({ method: "GET", path: `/api/v1/blog/at/${segment(handle)}/${segment(slug)}`, authorized: true, tagged: true, options });
  }

  /**
   * Keeps changes to a published post of the caller without publishing them.
   *
   * Readers go on seeing the post as it was. `update_post` publishes the changes, and `delete_draft` drops them. They count in the post's revision, so `If-Match` works as for `update_post`.
   *
   * `options.ifMatch`: One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 403 Not yours: only its author may do this with a post.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 409 Not published: this post is a draft itself; change it with PUT /api/v1/blog.
   * - 412 Post has changed: the post has another revision than If-Match names; read it again, then decide.
   * - 413 Body too large: a body has at most 1048576 bytes.
   * - 415 Body must be JSON: send the body with Content-Type: application/json.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  saveDraft(id: string, body: SaveDraft, options: CallOptions & { ifMatch?: string | undefined } = {}): Promise<Tagged<SavedDraft>> {
    return this.#transport.call({ method: "PUT", path: `/api/v1/blog/${segment(id)}/draft`, body, authorized: true, tagged: true, options });
  }

  /**
   * Drops the changes to a post of the caller that aren't published.
   *
   * `options.ifMatch`: One or more `ETag`s. The change is made only when the post is still in one of these states; otherwise 412, and nothing changes. The forms that proxies give a tag which they compress count as the tag itself: `W/"7"`, `"7-gzip"`.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 403 Not yours: only its author may do this with a post.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 412 Post has changed: the post has another revision than If-Match names; read it again, then decide.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  deleteDraft(id: string, options: CallOptions & { ifMatch?: string | undefined } = {}): Promise<void> {
    return this.#transport.call({ method: "DELETE", path: `/api/v1/blog/${segment(id)}/draft`, authorized: true, options });
  }

  /**
   * Reads an author by handle.
   *
   * A former one does as well: `handle` in the answer is the present one.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  readAuthor(handle: string, options: CallOptions = {}): Promise<ReadAuthor> {
    return this.#transport.call({ method: "GET", path: `/api/v1/blog/authors/${segment(handle)}`, authorized: true, options });
  }

  /**
   * Suggests tags that published posts have.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  suggestTags(query: SuggestTagsQuery = {}, options: CallOptions = {}): Promise<SuggestedTags> {
    return this.#transport.call({ method: "GET", path: "/api/v1/blog/tags", query, authorized: true, options });
  }

  /**
   * Searches published posts, and authors.
   *
   * Looks for words in titles, tags and texts; a word in the title counts most. Of two posts that match alike, the newer one comes first. Only the 500 newest posts with all the words are looked at for phrases and ranked. Authors are found by name and handle. Drafts, and what will be published later, aren't found, not even by their authors.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  searchPosts(query: SearchPostsQuery = {}, options: CallOptions = {}): Promise<SearchResults> {
    return this.#transport.call({ method: "GET", path: "/api/v1/blog/search", query, authorized: true, options });
  }

  /**
   * Uploads a picture.
   *
   * JPEG, PNG, WebP, AVIF or GIF, at most 10 MiB and 50 megapixels. What isn't needed to show it is removed: location, camera, comments, and anything after its end. The picture counts against the account's quota. If nothing uses it for 7 days, it is deleted.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 409 No room left: the account's pictures have no room left; delete some of them.
   * - 413 Picture too large: a picture has at most 10485760 bytes (10 MiB); make it smaller.
   * - 415 Not a picture: send the picture as it is, with its Content-Type: image/jpeg, image/png, image/webp, image/avif or image/gif.
   * - 422 Picture cannot be used: the picture is damaged, cut off or has too many pixels.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  uploadPicture(file: Blob, options: CallOptions = {}): Promise<UploadedPicture> {
    return this.#transport.call({ method: "POST", path: "/api/v1/media", file, authorized: true, options });
  }

  /**
   * Lists the caller's pictures, newest first, and how much room they take up.
   *
   * Pictures that nothing has used for 7 days are no longer listed: they are about to be deleted.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  listPictures(query: ListPicturesQuery = {}, options: CallOptions = {}): Promise<PicturePage> {
    return this.#transport.call({ method: "GET", path: "/api/v1/media", query, authorized: true, options });
  }

  /**
   * Adds a smaller width to a picture of the caller.
   *
   * `width` is 480, 960 or 1440, less than the picture's own. The body is the same picture in this width, in any of the formats. If the picture already has this width, it keeps the one it has.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 409 No room left: the account's pictures have no room left; delete some of them.
   * - 413 Picture too large: a picture has at most 10485760 bytes (10 MiB); make it smaller.
   * - 415 Not a picture: send the picture as it is, with its Content-Type: image/jpeg, image/png, image/webp, image/avif or image/gif.
   * - 422 Picture cannot be used: the picture is damaged, cut off or has too many pixels.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  addPictureWidth(id: string, width: string, file: Blob, options: CallOptions = {}): Promise<AddedWidth> {
    return this.#transport.call({ method: "PUT", path: `/api/v1/media/${segment(id)}/${segment(width)}`, file, authorized: true, options });
  }

  /**
   * Deletes a picture of the caller.
   *
   * A picture that a post, a draft or the profile of the caller uses gets 409: remove it there first. Copies in caches may stay.
   *
   * @throws ProblemError
   * - 400 Inputs not correct: the request cannot be read, or its fields have faults.
   * - 401 You are not logged in: the token is not valid, has expired or was signed out; sign in again.
   * - 404 Not found: there is nothing here, or not for you to see.
   * - 409 Picture in use: the picture is in a post, a draft or the profile; remove it there first.
   * - 429 Too many requests: too many requests, so nothing was done; try again after the seconds in Retry-After.
   * - 503 Service unavailable: the service cannot answer now; try again after the seconds in Retry-After.
   */
  deletePicture(id: string, options: CallOptions = {}): Promise<void> {
    return this.#transport.call({ method: "DELETE", path: `/api/v1/media/${segment(id)}`, authorized: true, options });
  }
}
