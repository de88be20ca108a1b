"""Dask distributed against Ray: start, overhead a task, a killed worker. Run: python engines.py dask|ray"""

import os, signal, sys, time


def tiny(i):
    return i


def work(i):
    import numpy as np, time, os

    t = time.perf_counter()
    x = np.random.default_rng(i).random(50_000)
    while time.perf_counter() - t < 0.1:
        x = np.sort(x[::-1])
    return i, os.getpid(), float(x.sum())


def dask(n):
    import warnings

    warnings.simplefilter("ignore")
    from distributed import Client, LocalCluster

    t0 = time.perf_counter()
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as c, Client(c) as k:
        k.gather(k.map(tiny, range(2), pure=False))
        start = time.perf_counter() - t0
        t0 = time.perf_counter()
        k.gather(k.map(tiny, range(n), pure=False))
        each = (time.perf_counter() - t0) / n
        fs = k.map(work, range(100, 140), pure=False)
        time.sleep(0.7)
        pid = next(iter(k.run(os.getpid).values()))
        os.kill(pid, signal.SIGKILL)
        t0 = time.perf_counter()
        got = k.gather(fs)
        dt = time.perf_counter() - t0
        rep("dask", start, each, got, dt)


def ray(n):
    import ray as r, logging

    t0 = time.perf_counter()
    r.init(num_cpus=2, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
    T = r.remote(tiny)
    W = r.remote(max_retries=3)(work)
    P = r.remote(lambda: os.getpid())
    r.get([T.remote(i) for i in range(2)])
    start = time.perf_counter() - t0
    t0 = time.perf_counter()
    r.get([T.remote(i) for i in range(n)])
    each = (time.perf_counter() - t0) / n
    fs = [W.remote(i) for i in range(100, 140)]
    first = r.get(fs[0])
    os.kill(first[1], signal.SIGKILL)
    t0 = time.perf_counter()
    got = r.get(fs)
    dt = time.perf_counter() - t0
    rep("ray", start, each, got, dt)
    r.shutdown()


def rep(name, start, each, got, dt):
    ok = [g[0] for g in got] == list(range(100, 140))
    print(
        f"{name}: start {start:.2f} s, {each * 1e6:.0f} us a task, 40 tasks of 0.1 s with one worker killed: right {ok}, {len({g[1] for g in got})} processes, {dt:.1f} s"
    )


if __name__ == "__main__":
    {"dask": dask, "ray": ray}[sys.argv[1]](2000)
