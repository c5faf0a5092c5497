// Each test has a server, a worker and a browser: one after the other is faster than all at once.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
