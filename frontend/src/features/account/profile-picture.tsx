import type { User } from "@connectly/common";
import { useRef, useState } from "react";

import { pictureFault } from "../../shared/pictures/fault.ts";
import { type PictureDialog, PictureInput } from "../../shared/pictures/picture-input.tsx";
import { sendPicture } from "../../shared/pictures/send.ts";
import { Button } from "../../ui/button.tsx";
import { PersonIcon } from "../../ui/icons.tsx";
import { useUpdateMe } from "./use-update-me.ts";

/** The picture that readers see beside the name. It is saved as soon as it is chosen. */
export function ProfilePicture({ user: { picture } }: { readonly user: Pick<User, "picture"> }) {
  const dialog = useRef<PictureDialog>(null);
  const update = useUpdateMe();
  const [part, setPart] = useState<number>();
  const [fault, setFault] = useState("");
  const [said, setSaid] = useState("");
  const isBusy = part !== undefined || update.isPending;

  const save = async (find: () => Promise<string | null>, done: string) => {
    if (isBusy) return;
    setFault("");
    setSaid("");
    try {
      await update.mutateAsync({ picture: await find() });
      setSaid(done);
    } catch (error) {
      setFault(pictureFault(error).words);
    } finally {
      setPart(undefined);
    }
  };
  const upload = (file: File | undefined) => {
    if (!file) return;
    setPart(0);
    void save(async () => (await sendPicture(file, { onProgress: setPart })).url, "Your picture has been saved.");
  };

  return (
    <div className="profile-picture">
      {picture === null ? (
        <span className="profile-picture-none">
          <PersonIcon />
        </span>
      ) : (
        <img src={picture} alt="You, as readers see you" width={80} height={80} />
      )}
      <div className="profile-picture-actions">
        <Button className="button-small" aria-disabled={isBusy} onClick={() => !isBusy && dialog.current?.open()}>
          {part !== undefined
            ? `Uploading… ${Math.round(part * 100)} %`
            : picture === null
              ? "Add a picture"
              : "Change picture"}
        </Button>
        {picture !== null && (
          <Button
            look="quiet"
            className="button-small"
            aria-disabled={isBusy}
            onClick={() => void save(() => Promise.resolve(null), "Your picture has been removed.")}
          >
            Remove picture
          </Button>
        )}
      </div>
      <PictureInput ref={dialog} onFiles={([file]) => upload(file)} />
      <div role="alert">{fault !== "" && <p className="field-errors">{fault}</p>}</div>
      <p role="status" className="field-hint">
        {said}
      </p>
    </div>
  );
}
