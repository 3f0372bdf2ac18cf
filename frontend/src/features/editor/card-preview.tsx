import { useEffect, useState } from "react";

import { balanced } from "../../lib/bidi.ts";
import type { Text } from "../../shared/drafts/text.ts";
import { excerptOf } from "./excerpt.ts";

interface CardPreviewProps {
  readonly text: Text;
  readonly author: string;
  /** When it appears, in words. */
  readonly time: string;
}

/** A post as lists show it to readers. */
export function CardPreview({ text: { title, content, tags = [], cover }, author, time }: CardPreviewProps) {
  const [excerpt, setExcerpt] = useState("");
  useEffect(() => {
    let isOld = false;
    excerptOf(content).then(
      (words) => !isOld && setExcerpt(words),
      () => undefined,
    );
    return () => {
      isOld = true;
    };
  }, [content]);
  return (
    <div className="card-preview" role="group" aria-label="How it appears in lists">
      <div className={cover ? "teaser teaser-with-picture" : "teaser"}>
        <div className="teaser-words">
          <p className="teaser-title" dir="auto">
            {balanced(title)}
          </p>
          <p className="teaser-text" dir="auto">
            {excerpt}
          </p>
          <p className="byline">
            <span>{balanced(author)}</span>
            <span>{time}</span>
          </p>
          {tags.length > 0 && (
            <ul className="tags" aria-label="Tags">
              {tags.map((tag) => (
                <li key={tag}>
                  <span className="tag" dir="auto">
                    {balanced(tag)}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
        {cover && <img className="teaser-picture" src={cover.url} alt="" width={320} height={240} />}
      </div>
    </div>
  );
}
