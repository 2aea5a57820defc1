"""CUDA graphs of steps: recorded once for each shape, repeated without a word of Python between the kernels."""

from collections.abc import Callable, Hashable

import torch

Work = Callable[[], None]


class Replays:
    """Work by its shape: captured when a shape is first seen, repeated from then on."""

    def __init__(self, capture: Callable[[Work], Work]) -> None:
        self.capture = capture
        self.captured: dict[Hashable, Work] = {}

    def run(self, shape: Hashable, work: Work) -> None:
        if shape not in self.captured:
            self.captured[shape] = self.capture(work)
        self.captured[shape]()


class GraphCapture:
    """Records work as a graph. All graphs share one pool of memory: only one is replayed at a time."""

    def __init__(self) -> None:
        self.pool = torch.cuda.graph_pool_handle()
        self.stream = torch.cuda.Stream()

    def __call__(self, work: Work) -> Work:
        # A first run outside: libraries make their plans then, which may not happen while a graph is recorded.
        self.stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(self.stream):
            work()
        torch.cuda.current_stream().wait_stream(self.stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self.pool, stream=self.stream):
            work()
        return graph.replay
