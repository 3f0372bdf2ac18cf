// Generated from docs/openapi.json by `npm run generate`: do not edit.

/**
 * How many characters (code points) the fields of a `SignUp` may have.
 */
export const signUpLimits = {
  email: { minLength: 0, maxLength: 254 },
  password: { minLength: 8, maxLength: 128 },
  name: { minLength: 1, maxLength: 80 },
} as const;

/**
 * How many characters (code points) the fields of a `SignIn` may have.
 */
export const signInLimits = {
  email: { minLength: 0, maxLength: 254 },
  password: { minLength: 1, maxLength: 128 },
} as const;

/**
 * How many characters (code points) the fields of a `UpdateMe` may have.
 */
export const updateMeLimits = {
  name: { minLength: 1, maxLength: 80 },
  bio: { minLength: 1, maxLength: 300 },
} as const;

/**
 * How many characters (code points) the fields of a `ChangePassword` may have.
 */
export const changePasswordLimits = {
  currentPassword: { minLength: 1, maxLength: 128 },
  newPassword: { minLength: 8, maxLength: 128 },
} as const;

/**
 * How many characters (code points) the fields of a `DeleteAccount` may have.
 */
export const deleteAccountLimits = {
  password: { minLength: 1, maxLength: 128 },
} as const;

/**
 * How many characters (code points) the fields of a `CreatePost` may have.
 */
export const createPostLimits = {
  title: { minLength: 0, maxLength: 200 },
  content: { minLength: 0, maxLength: 100000 },
  coverAlt: { minLength: 1, maxLength: 500 },
} as const;

/**
 * How many characters (code points) the fields of a `UpdatePost` may have.
 */
export const updatePostLimits = {
  title: { minLength: 0, maxLength: 200 },
  content: { minLength: 0, maxLength: 100000 },
  coverAlt: { minLength: 1, maxLength: 500 },
} as const;

/**
 * How many characters (code points) the fields of a `SaveDraft` may have.
 */
export const saveDraftLimits = {
  title: { minLength: 0, maxLength: 200 },
  content: { minLength: 0, maxLength: 100000 },
  coverAlt: { minLength: 1, maxLength: 500 },
} as const;
