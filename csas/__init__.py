"""csas: who may hold which police power, for whom, where and when, and why."""
