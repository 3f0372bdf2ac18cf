/** Downloads of everything that belongs to the user. */
export function ExportAccount() {
  return (
    <section className="account-section" aria-labelledby="account-export">
      <h2 id="account-export">Download your data</h2>
      <p>
        Everything stored about you: your account, your sessions, your posts and your drafts. A file has up to 1,000 posts. If you have more, it says where the next part begins.
      </p>
      <p className="account-links">
        <a href={exportOf("archive")} download>
          Archive, with each post as a Markdown file
        </a>
        <a href={exportOf("json")} download>
          JSON, for programs
        </a>
      </p>
    </section>
  );
}

function exportOf(format: "archive" | "json"): string {
  return `/api/v1/user/export?format=${format}`;
}
