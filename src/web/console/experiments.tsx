import { useState } from "react";
import type { Action } from "./ask-dialog";
import { ExperimentForm } from "./experiment-form";
import type { Experiment } from "./loop-types";
import { Notice, when } from "./notice";
import { ReadingTable } from "./reading-table";
import type { Version } from "./types";
import { useLoad } from "./use-load";

interface Props {
  experiments: Experiment[];
  versions: Version[];
  onAsk(action: Action): void;
  onChanged(said: string): void;
}

/** The experiment that runs with what it says so far, or the form that starts one; and those that ended. */
export function Experiments({ experiments, versions, onAsk, onChanged }: Props) {
  const open = experiments.find((experiment) => experiment.state === "open");
  const ended = experiments.filter((experiment) => experiment.state !== "open");
  return (
    <section aria-labelledby="experiments">
      <h2 id="experiments">Experiment</h2>
      {open ? <Running experiment={open} onAsk={onAsk} /> : <ExperimentForm versions={versions} onStarted={onChanged} />}
      {ended.map((experiment) => <Ended key={experiment.number} experiment={experiment} />)}
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
        <h3><span className="badge candidate">running</span>{nameOf(experiment)}</h3>
        <button type="button" onClick={() => onAsk(stop)}>Stop</button>
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
      <summary><span className={`badge ${experiment.state}`}>{experiment.state}</span>{nameOf(experiment)}</summary>
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
