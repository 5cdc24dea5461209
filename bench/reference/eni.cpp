// A proxy of the whole model, written straight away in C++: functions called at random, environments
// reused most recently used first and ended after 10 idle minutes, each pinned to one of the ENIs of
// its pairing, connections counted against a cap, functions idle after 14 days. Every call is an
// event with its end. Arguments: FUNCTIONS CALLS_PER_SECOND SECONDS. Prints seconds of
// processor time and events.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <queue>
#include <random>
#include <vector>

enum Kind { ARRIVE, DONE, EXPIRE, IDLE };
struct Event {
  double at;
  uint64_t seq;
  Kind kind;
  int subject, stamp;
  bool operator<(const Event &other) const {
    return at > other.at || (at == other.at && seq > other.seq);
  }
};
struct Environment {
  int function, eni, uses;
};
struct Function {
  std::vector<int> idle;  // environments, the most recently used last
  double lastUsed = 0;
  int running = 0;
  bool asleep = false;
};

int main(int, char **argv) {
  const int functions = atoi(argv[1]);
  const double perMs = atof(argv[2]) / 1000 / functions, untilMs = atof(argv[3]) * 1000;
  const double keepAliveMs = 600e3, idleMs = 14 * 86400e3, meanMs = 100;
  const int perPairing = 50, cap = 65000, concurrency = 1000;
  std::mt19937_64 random(1);
  std::exponential_distribution<double> unit(1);
  std::priority_queue<Event> queue;
  std::vector<Function> all(functions);
  std::vector<Environment> environments;
  std::vector<int> freed, connections(functions / perPairing + 1);
  uint64_t seq = 0, events = 0, refused = 0, throttled = 0;
  int running = 0;
  auto push = [&](double at, Kind kind, int subject, int stamp) {
    queue.push({at, seq++, kind, subject, stamp});
  };
  for (int f = 0; f < functions; f++) {
    push(unit(random) / perMs, ARRIVE, f, 0);
    push(idleMs, IDLE, f, 0);
  }
  clock_t began = clock();
  while (!queue.empty() && queue.top().at < untilMs) {
    Event e = queue.top();
    queue.pop();
    events++;
    if (e.kind == ARRIVE) {
      push(e.at + unit(random) / perMs, ARRIVE, e.subject, 0);
      Function &function = all[e.subject];
      function.lastUsed = e.at;
      function.asleep = false;
      if (running == concurrency) {
        throttled++;
        continue;
      }
      int id;
      if (!function.idle.empty()) {
        id = function.idle.back();
        function.idle.pop_back();
      } else if (!freed.empty()) {
        id = freed.back();
        freed.pop_back();
        environments[id] = {e.subject, e.subject / perPairing, environments[id].uses};
      } else {
        id = environments.size();
        environments.push_back({e.subject, e.subject / perPairing, 0});
      }
      Environment &environment = environments[id];
      environment.uses++;
      int &open = connections[environment.eni];
      if (open < cap) open++;
      else refused++;
      running++;
      function.running++;
      push(e.at + unit(random) * meanMs, DONE, id, 0);
    } else if (e.kind == DONE) {
      Environment &environment = environments[e.subject];
      Function &function = all[environment.function];
      connections[environment.eni]--;
      running--;
      function.running--;
      function.idle.push_back(e.subject);
      push(e.at + keepAliveMs, EXPIRE, e.subject, environment.uses);
    } else if (e.kind == EXPIRE) {
      Environment &environment = environments[e.subject];
      if (environment.uses != e.stamp) continue;
      auto &idle = all[environment.function].idle;
      for (size_t i = 0; i < idle.size(); i++)
        if (idle[i] == e.subject) {
          idle.erase(idle.begin() + i);
          environment.uses++;
          freed.push_back(e.subject);
          break;
        }
    } else {
      Function &function = all[e.subject];
      if (function.lastUsed + idleMs <= e.at) function.asleep = true;
      push(std::max(function.lastUsed, e.at) + idleMs, IDLE, e.subject, 0);
    }
  }
  double took = double(clock() - began) / CLOCKS_PER_SEC;
  printf("%.6f %llu\n", took, (unsigned long long)events);
  fprintf(stderr, "%zu environments, %llu refused, %llu throttled\n", environments.size(),
          (unsigned long long)refused, (unsigned long long)throttled);
}
