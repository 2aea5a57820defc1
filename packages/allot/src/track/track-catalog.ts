// Diagnostics of handing a run to a tracking tool.
import { defineCatalog } from '@allot/spec';

export const trackCatalog = defineCatalog({
  'track/nowhere': {
    severity: 'error',
    message: 'Nothing says where the runs go.',
    help: 'Add --tensorboard DIR, --mlflow URL or --wandb DIR; several are fine.',
    why: 'allot track writes the metrics and the settings of runs for another tool, and for no tool by itself.',
    example: { language: 'shell', text: 'allot track runs/quickstart-1' },
  },
  'track/idle-flag': {
    severity: 'error',
    message: '{flag} says nothing without {needs}.',
    help: 'Add {needs}, or leave {flag} away.',
    why: 'TensorBoard knows runs by their folders alone. A flag that would change nothing is a mistake.',
    example: {
      language: 'shell',
      text: 'allot track runs/quickstart-1 --tensorboard board --experiment mine',
    },
  },
  'track/bad-address': {
    severity: 'error',
    message: '{address} is no address of an MLflow server.',
    help: 'Give the address that its page has in a browser, such as http://127.0.0.1:5000.',
    why: 'MLflow is talked to over HTTP alone; files and databases that it keeps are its own.',
    example: { language: 'shell', text: 'allot track runs/quickstart-1 --mlflow sqlite:///mlflow.db' },
  },
  'track/unreachable': {
    severity: 'error',
    message: 'The MLflow server {address} cannot be reached: {reason}.',
    help: 'Start it (mlflow server), or put the address right. Doing it again brings what is missing.',
    why: 'The numbers of a run go to the server over HTTP.',
    example: { language: 'shell', text: 'allot track runs/quickstart-1 --mlflow http://127.0.0.1:5001' },
  },
  'track/blocked-port': {
    severity: 'error',
    message: 'Nothing is sent to {address}: its port is one of those that HTTP clients refuse.',
    help: 'Give the address that the page of MLflow has in a browser; a server that really listens there has to be started on another port (mlflow server --port 5000).',
    why: 'Some ports belong to other protocols (6000 to X11, 25 to mail). Browsers and Node send no HTTP there, so that a web address cannot be used to talk to those.',
    example: { language: 'shell', text: 'allot track runs/quickstart-1 --mlflow http://127.0.0.1:6000' },
  },
  'track/unauthorized': {
    severity: 'error',
    message: 'The MLflow server {address} does not let you in (HTTP {status}).',
    help: 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN. A server that does not know the name of its own host also answers so: start it with --allowed-hosts.',
    why: 'Name and password, or a token, are taken from the environment, where MLflow itself looks for them.',
    example: {
      language: 'shell',
      text: 'mlflow server --app-name basic-auth\nallot track runs/quickstart-1 --mlflow http://127.0.0.1:5000',
    },
  },
  'track/refused': {
    severity: 'error',
    message: 'The MLflow server {address} refused {what} (HTTP {status}): {answer}',
    help: 'Its own words say what to do; where they are not those of MLflow, another server answers at this address. A deleted experiment must be restored, or another be named with --experiment.',
    why: 'The server was reached, and did not take what it was sent.',
    example: {
      language: 'shell',
      text: 'mlflow experiments delete --experiment-id 1\nallot track runs/quickstart-1 --mlflow http://127.0.0.1:5000',
    },
  },
  'track/no-artifacts': {
    severity: 'warning',
    message:
      'The MLflow server {address} does not store files itself; the definition, the plan and the report are left out.',
    help: 'Start it with --serve-artifacts, which is the default, and make a new experiment.',
    why: 'Files go to MLflow through its server. Where an experiment keeps them in a place of its own, such as a bucket, Allot has no way to it.',
    example: {
      language: 'shell',
      text: 'mlflow server --no-serve-artifacts\nallot track runs/quickstart-1 --mlflow http://127.0.0.1:5000',
    },
  },
  'track/no-python': {
    severity: 'error',
    message: '{python} cannot be started: {reason}.',
    help: 'Name a Python that has wandb with --python, such as .venv/bin/python; without the flag it is the python3 of the PATH.',
    why: 'Weights & Biases has no library for Node. Its own Python library writes the folder.',
    example: {
      language: 'shell',
      text: 'allot track runs/quickstart-1 --wandb tracked --python /no/such/python',
    },
  },
  'track/no-wandb': {
    severity: 'error',
    message: '{python} could not write for Weights & Biases: {reason}',
    help: 'Install wandb in that Python (python3 -m pip install wandb), or name another one with --python.',
    why: 'Weights & Biases has no library for Node. Its own Python library writes the folder, offline, and wandb sync uploads it.',
    example: {
      language: 'shell',
      text: 'python3 -m venv empty\nallot track runs/quickstart-1 --wandb tracked --python empty/bin/python',
    },
  },
  'track/behind': {
    severity: 'warning',
    message: 'What a tool could not take of {run} is missing there. The run itself is whole.',
    help: 'Bring it later: allot track {run}, with the same flags.',
    why: 'A run goes on whatever becomes of the tools that look on. All that it measured is in its own folder.',
    example: { language: 'shell', text: 'allot run pipeline.ts --mlflow http://127.0.0.1:5001' },
  },
  'track/other-run': {
    severity: 'error',
    message: '{place} holds another run that is called {name}.',
    help: 'Name another folder with --tensorboard; or remove {place}, if that run is gone.',
    why: 'TensorBoard tells runs apart by their folders, and draws what lies in one as one line.',
    example: {
      language: 'shell',
      text: 'allot track mine/hbpo-1 --tensorboard board && allot track yours/hbpo-1 --tensorboard board',
    },
  },
  'track/same-name': {
    severity: 'error',
    message: 'Two of these run folders are called {name}.',
    help: 'Track them one by one, into different folders.',
    why: 'A tool tells runs apart by the name of their folder.',
    example: { language: 'shell', text: 'allot track mine/hbpo-1 yours/hbpo-1 --tensorboard board' },
  },
});
