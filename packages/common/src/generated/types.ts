// Generated from docs/openapi.json by `npm run generate`: do not edit.

import type { components, operations } from "./api.js";

/**
 * Body of `sign_up`.
 */
export type SignUp = components["schemas"]["SignUp"];

/**
 * Body of `sign_in`.
 *
 * A password may be shorter here than in `SignUp`: it is then simply wrong. If the minimum is raised one day, nobody is locked out.
 */
export type SignIn = components["schemas"]["SignIn"];

/**
 * Body of `update_me`.
 */
export type UpdateMe = components["schemas"]["UpdateMe"];

/**
 * Body of `change_password`.
 */
export type ChangePassword = components["schemas"]["ChangePassword"];

/**
 * Body of `delete_account`.
 */
export type DeleteAccount = components["schemas"]["DeleteAccount"];

/**
 * Body of `create_post`.
 */
export type CreatePost = components["schemas"]["CreatePost"];

/**
 * Body of `update_post`. What is absent stays as it is.
 */
export type UpdatePost = components["schemas"]["UpdatePost"];

/**
 * Body of `save_draft`: the post as it would be published. Nothing of an earlier draft stays.
 */
export type SaveDraft = components["schemas"]["SaveDraft"];

/**
 * The body of every error: `application/problem+json` (RFC 9457) with two more members, `error` and `fields`.
 */
export type Problem = components["schemas"]["Problem"];

/**
 * One thing that is wrong with one field.
 */
export type FieldError = components["schemas"]["FieldError"];

/**
 * Answer of `sign_up` and `sign_in`.
 */
export type SignedIn = components["schemas"]["SignedIn"];

/**
 * An account as its owner sees it.
 */
export type User = components["schemas"]["User"];

/**
 * Answer of `sign_out`.
 */
export type LoggedOut = components["schemas"]["LoggedOut"];

/**
 * Answer of `read_me` and `update_me`.
 */
export type Me = components["schemas"]["Me"];

/**
 * Answer of `list_sessions`.
 */
export type Sessions = components["schemas"]["Sessions"];

/**
 * A session, as the account's owner sees it.
 */
export type Session = components["schemas"]["Session"];

/**
 * Answer of `export_account`: a part of all data of a user.
 */
export type AccountExport = components["schemas"]["AccountExport"];

/**
 * A picture in a list.
 */
export type ListedPicture = components["schemas"]["ListedPicture"];

/**
 * A post as it was written, without data for readers such as how long it takes to read.
 */
export type ExportedPost = components["schemas"]["ExportedPost"];

/**
 * The picture above a post.
 */
export type Cover = components["schemas"]["Cover"];

/**
 * Who wrote a post, as readers see it.
 */
export type PostAuthor = components["schemas"]["PostAuthor"];

/**
 * Changes to a published post that aren't published.
 */
export type PostDraft = components["schemas"]["PostDraft"];

/**
 * Answer of `create_post`.
 */
export type CreatedPost = components["schemas"]["CreatedPost"];

/**
 * Answer of `update_post`.
 */
export type UpdatedPost = components["schemas"]["UpdatedPost"];

/**
 * A post with all of its text.
 */
export type Post = components["schemas"]["Post"];

/**
 * Answer of `list_posts`.
 */
export type PostPage = components["schemas"]["PostPage"];

/**
 * A post in a list: a `Post` whose text may be cut to an excerpt.
 */
export type ListedPost = components["schemas"]["ListedPost"];

/**
 * Answer of `read_post` and `read_post_at`.
 */
export type ReadPost = components["schemas"]["ReadPost"];

/**
 * Answer of `save_draft`.
 */
export type SavedDraft = components["schemas"]["SavedDraft"];

/**
 * Answer of `read_author`.
 */
export type ReadAuthor = components["schemas"]["ReadAuthor"];

/**
 * An author.
 */
export type Author = components["schemas"]["Author"];

/**
 * Answer of `suggest_tags`.
 */
export type SuggestedTags = components["schemas"]["SuggestedTags"];

/**
 * A tag that posts have.
 */
export type SuggestedTag = components["schemas"]["SuggestedTag"];

/**
 * Answer of `search_posts`.
 */
export type SearchResults = components["schemas"]["SearchResults"];

/**
 * An author who was found.
 */
export type FoundAuthor = components["schemas"]["FoundAuthor"];

/**
 * A post that was found.
 */
export type FoundPost = components["schemas"]["FoundPost"];

/**
 * A piece of a text in which something was found.
 */
export type Piece = components["schemas"]["Piece"];

/**
 * Answer of `upload_picture`.
 */
export type UploadedPicture = components["schemas"]["UploadedPicture"];

/**
 * A picture.
 */
export type Picture = components["schemas"]["Picture"];

/**
 * Answer of `add_picture_width`.
 */
export type AddedWidth = components["schemas"]["AddedWidth"];

/**
 * Answer of `list_pictures`.
 */
export type PicturePage = components["schemas"]["PicturePage"];

/**
 * How much room pictures may take up, in bytes.
 */
export type PictureQuota = components["schemas"]["PictureQuota"];

/**
 * Query of `export_account`.
 */
export type ExportAccountQuery = NonNullable<operations["export_account"]["parameters"]["query"]>;

/**
 * Query of `list_posts`.
 */
export type ListPostsQuery = NonNullable<operations["list_posts"]["parameters"]["query"]>;

/**
 * Query of `suggest_tags`.
 */
export type SuggestTagsQuery = NonNullable<operations["suggest_tags"]["parameters"]["query"]>;

/**
 * Query of `search_posts`.
 */
export type SearchPostsQuery = NonNullable<operations["search_posts"]["parameters"]["query"]>;

/**
 * Query of `list_pictures`.
 */
export type ListPicturesQuery = NonNullable<operations["list_pictures"]["parameters"]["query"]>;
