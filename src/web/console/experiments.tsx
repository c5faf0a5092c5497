import { Button } from "@mantine/core";
import { useState } from "react";
import type { Action } from "./ask-dialog";
import { ExperimentForm } from "./experiment-form";
import { ListFrame } from "./lists/list-frame";
import type { List } from "./lists/use-list";
import type { Experiment } from "./loop-types";
import { Notice, when } from "./notice";
import { ReadingTable } from "./reading-table";
import { StateBadge } from "./state-badge";
import type { Version } from "./types";
import { useLoad } from "./use-load";

interface Props {
  open: Experiment | null;
  ended: List<Experiment>;
  versions: Version[];
  onAsk(action: Action): void;
  onChanged(said: string): void;
}

/** The experiment that runs with what it says so far, or the form that starts one; and those that ended. */
export function Experiments({ open, ended, versions, onAsk, onChanged }: Props) {
  return (
    <section aria-labelledby="experiments">
      <h2 id="experiments">Experiment</h2>
      {open ? <Running experiment={open} onAsk={onAsk} /> : <ExperimentForm versions={versions} onStarted={onChanged} />}
      {(ended.narrowed || ended.items.length > 0) && (
        <ListFrame list={ended} noun="ended experiments" empty="None has ended.">
          {ended.items.map((experiment) => <Ended key={experiment.number} experiment={experiment} />)}
        </ListFrame>
      )}
    </section>
  );
}

const nameOf = (experiment: Experiment): string => `Experiment ${experiment.number}: version ${experiment.treatment} on ${experiment.share} % of visitors, version ${experiment.control} on the rest`;

function Running({ experiment, onAsk }: { experiment: Experiment; onAsk(action: Action): void }) {
  const now = useLoad<Experiment>(`/api/experiments/${experiment.number}`, 10_000);
  const stop: Action = {
    title: "Stop the experiment",
    note: `Version ${experiment.control} answers everybody again, from the next message on.`,
    path: `/api/experiments/${experiment.number}/stop`,
    done: `Experiment ${experiment.number} is stopped.`,
  };
  return (
    <div className="card">
      <div className="heading">
        <h3><StateBadge of="candidate">running</StateBadge>{nameOf(experiment)}</h3>
        <Button type="button" onClick={() => onAsk(stop)}>Stop</Button>
      </div>
      <p className="meta">
        {experiment.name} · started {when(experiment.startedAt)} by {experiment.startedBy}
        {experiment.promoteWhenBetter && " · promoted by itself when it proves better"}
      </p>
      <Notice error={now.error} loading={now.value === null} />
      {now.value?.reading && <ReadingTable reading={now.value.reading} experiment={experiment} />}
    </div>
  );
}

function Ended({ experiment }: { experiment: Experiment }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="card past" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><StateBadge of={experiment.state}>{experiment.state}</StateBadge>{nameOf(experiment)}</summary>
      <p className="meta">
        {experiment.name} · {when(experiment.startedAt)} to {experiment.endedAt && when(experiment.endedAt)} · ended by {experiment.endedBy}{experiment.reason && `: ${experiment.reason}`}
      </p>
      {open && <Kept experiment={experiment} />}
    </details>
  );
}

function Kept({ experiment }: { experiment: Experiment }) {
  const kept = useLoad<Experiment>(`/api/experiments/${experiment.number}`);
  return (
    <>
      <Notice error={kept.error} loading={kept.value === null} empty={kept.value && !kept.value.reading ? "No result was kept." : null} />
      {kept.value?.reading && <ReadingTable reading={kept.value.reading} experiment={experiment} />}
    </>
  );
}
