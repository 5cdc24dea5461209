// Reference programs: the C++ standard library as a discrete-event simulation would use it straight
// away. Reads one task a line, `NAME SIZE OPERATIONS SLICES [FILE OF GAPS]`, and answers with the
// processor seconds of the fastest slice and a hash of what was popped. Tasks are those of ../tasks.ts.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <limits>
#include <queue>
#include <set>
#include <string>
#include <tuple>
#include <vector>

struct Event {
  double at, seq;
};
struct Tagged {
  double at, seq;
  int id;
};
struct Later {
  template <class E> bool operator()(const E &x, const E &y) const {
    return x.at > y.at || (x.at == y.at && x.seq > y.seq);
  }
};
template <class E> using Heap = std::priority_queue<E, std::vector<E>, Later>;

static std::vector<double> gaps;
static uint32_t hash_, next_, dice_;
static inline double gap() { return gaps[next_++ & (gaps.size() - 1)]; }
static inline void mix(uint32_t value) { hash_ = hash_ * 31 + value; }
static inline uint32_t roll(uint32_t n) {
  dice_ = dice_ * 1664525 + 1013904223;
  return uint32_t((uint64_t(dice_) * n) >> 32);
}

// Pop the earliest event, push it back later.
struct Hold {
  Heap<Event> queue;
  double seq = 0;
  explicit Hold(int size) {
    for (int i = 0; i < size; i++) queue.push({gap(), seq++});
  }
  inline void step() {
    Event e = queue.top();
    queue.pop();
    queue.push({e.at + gap(), seq++});
    mix(uint32_t(e.seq));
  }
};

// Pop the earliest and push it back; then cancel another and push it anew. A cancelled event stays
// in the heap as a tombstone: its sequence number is no longer that of its id.
struct CancelTombstones {
  Heap<Tagged> queue;
  std::vector<double> current;
  double seq = 0;
  explicit CancelTombstones(int size) : current(size) {
    for (int i = 0; i < size; i++) arm(i, 0);
  }
  inline void arm(int id, double now) {
    current[id] = seq;
    queue.push({now + gap(), seq++, id});
  }
  inline void step() {
    Tagged e = queue.top();
    queue.pop();
    while (current[e.id] != e.seq) {
      e = queue.top();
      queue.pop();
    }
    mix(e.id);
    arm(e.id, e.at);
    arm(roll(current.size()), e.at);
  }
};

struct CancelSet {
  using Key = std::tuple<double, double, int>;
  std::set<Key> queue;
  std::vector<std::set<Key>::iterator> where;
  double seq = 0;
  explicit CancelSet(int size) : where(size) {
    for (int i = 0; i < size; i++) arm(i, 0);
  }
  inline void arm(int id, double now) { where[id] = queue.insert({now + gap(), seq++, id}).first; }
  inline void step() {
    auto [at, seqNow, id] = *queue.begin();
    queue.erase(queue.begin());
    mix(id);
    arm(id, at);
    int other = roll(where.size());
    queue.erase(where[other]);
    arm(other, at);
  }
};

// A use resets the idle timer of one of the ids; the timers due since the last use fire.
struct TouchTombstones {
  Heap<Tagged> queue;
  std::vector<double> current;
  double seq = 0, now = 0, idle;
  explicit TouchTombstones(int size) : current(size), idle(5000.0 * size) {
    for (int i = 0; i < size; i++) arm(i);
  }
  inline void arm(int id) {
    current[id] = seq;
    queue.push({now + idle, seq++, id});
  }
  inline void step() {
    now += gap();
    while (queue.top().at <= now) {
      Tagged e = queue.top();
      queue.pop();
      if (current[e.id] != e.seq) continue;
      mix(e.id);
      arm(e.id);
    }
    arm(roll(current.size()));
  }
};

// One queue, `size` servers, load 0.9; gaps are exponential with mean 1000.
struct Mmc {
  Heap<Event> queue;  // seq even: an arrival, odd: a departure
  std::queue<double> waiting;
  double seq = 0, waited = 0;
  int servers, busy = 0;
  explicit Mmc(int size) : servers(size) { arrive(0); }
  inline void arrive(double now) { queue.push({now + gap() / (0.9 * servers), 2 * seq++}); }
  inline void serve(double now, double since) {
    waited += now - since;
    mix(uint32_t(int64_t(now - since)));
    queue.push({now + gap(), 2 * seq++ + 1});
  }
  // One customer: events until one was served.
  inline void step() {
    for (;;) {
      Event e = queue.top();
      queue.pop();
      if (int64_t(e.seq) % 2 == 0) {
        arrive(e.at);
        if (busy == servers) {
          waiting.push(e.at);
          continue;
        }
        busy++;
        serve(e.at, e.at);
        return;
      }
      if (waiting.empty()) {
        busy--;
        continue;
      }
      double since = waiting.front();
      waiting.pop();
      serve(e.at, since);
      return;
    }
  }
};

template <class Task> void run(int size, long operations, int slices) {
  hash_ = next_ = dice_ = 0;
  Task task(size);
  for (long i = 0; i < operations; i++) task.step();
  double best = std::numeric_limits<double>::infinity();
  for (int slice = 0; slice < slices; slice++) {
    clock_t began = clock();
    for (long i = 0; i < operations; i++) task.step();
    best = std::min(best, double(clock() - began) / CLOCKS_PER_SEC);
  }
  printf("%.9f %d\n", best, int(hash_));
  fflush(stdout);
}

int main() {
  std::string name, file;
  int size, slices;
  long operations;
  while (std::cin >> name >> size >> operations >> slices >> file) {
    gaps.resize(1 << 16);
    FILE *in = fopen(file.c_str(), "rb");
    if (!in || fread(gaps.data(), 8, gaps.size(), in) != gaps.size()) return 1;
    fclose(in);
    if (name == "hold") run<Hold>(size, operations, slices);
    else if (name == "cancel") run<CancelTombstones>(size, operations, slices);
    else if (name == "cancel-set") run<CancelSet>(size, operations, slices);
    else if (name == "touch") run<TouchTombstones>(size, operations, slices);
    else if (name == "mmc") run<Mmc>(size, operations, slices);
    else return 1;
  }
}
