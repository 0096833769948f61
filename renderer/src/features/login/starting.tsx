/** Owns the window before it knows anything of the broker: reaching it, or failing to. */
import { useLiveView, useStores } from "../../stores/stores.tsx";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { Button } from "../../ui/button.tsx";
import { Message } from "../../ui/message.tsx";

/** While it reaches the broker it looks as the page's own HTML did, so that nothing moves when the script takes over. */
export function Starting() {
  const { link } = useStores();
  const failure = useLiveView((view) => (view.phase === "failed" ? view.message : null));
  return (
    <div className="frame">
      <div className="frame-rail">
        <BrandMark />
      </div>
      <div className="frame-top" />
      <main className="frame-main">
        {failure === null ? (
          <p role="status">Reaching the broker</p>
        ) : (
          <Message title="The broker cannot be reached" tone="bad" detail={`${failure} Trying again by itself.`}>
            <Button onClick={() => link.retry()}>Try now</Button>
          </Message>
        )}
      </main>
      <div className="frame-status" />
    </div>
  );
}
