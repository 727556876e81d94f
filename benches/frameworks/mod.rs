//! Abstract frameworks generated for measuring, in the shapes of the competition's frameworks. They are the same on
//! every run.
//!
//! - Cerutti, Vallati, Giacomin: Where are we now? State of the art and future trends of solvers for hard argumentation
//!   problems. COMMA 2016: Erdős–Rényi, Watts–Strogatz and Barabási–Albert graphs as frameworks, and frameworks with
//!   stable extensions.
//! - Cerutti, Oren, Strass, Thimm, Vallati: A benchmark framework for a computational argumentation competition. COMMA
//!   2014: frameworks of strongly connected components.
//! - Lehtonen, Wallner, Järvisalo: From structured to abstract argumentation: assumption-based acceptance via AF
//!   reasoning. ECSQARU 2017.

use std::collections::BTreeSet;

use argmap::reason::af::{Argument, Framework};

/// A framework and its name.
pub(crate) struct Made {
    pub(crate) name: String,
    pub(crate) framework: Framework,
}

/// The pattern of attacks, and how large the framework is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// Each argument attacks each other argument with a given probability.
    ErdosRenyi { size: u32, probability: f64 },
    /// A ring in which each argument is connected to `neighbours` neighbours, some of them replaced by others. Of two
    /// connected arguments, one attacks the other, or both do.
    WattsStrogatz {
        size: u32,
        neighbours: u32,
        rewired: f64,
        mutual: f64,
    },
    /// Each new argument is connected to `joined` earlier ones. The more connections an argument has, the more likely
    /// it is chosen.
    BarabasiAlbert { size: u32, joined: u32, mutual: f64 },
    /// `sets` conflict-free sets are drawn. Arguments outside a set are attacked from inside it.
    Stable {
        size: u32,
        sets: u32,
        members: u32,
        further: u32,
    },
    /// Components in a row. There are attacks inside each with one probability, and attacks on later ones with another.
    Components {
        components: u32,
        size: u32,
        inside: f64,
        between: f64,
    },
    /// Arguments in a rectangle attack their neighbours, in one direction or both.
    Grid {
        width: u32,
        height: u32,
        mutual: f64,
    },
    /// Arguments rest on assumptions. An argument attacks all arguments that rest on the assumption whose contrary it
    /// concludes.
    Assumptions {
        assumptions: u32,
        size: u32,
        support: u32,
    },
}

/// Frameworks of every shape, with 200 to 20,000 arguments.
pub(crate) fn all() -> Vec<Made> {
    use Shape::{Assumptions, BarabasiAlbert, Components, ErdosRenyi, Grid, Stable, WattsStrogatz};
    let mut shapes = Vec::new();
    for (size, probability) in [
        (200, 0.05),
        (200, 0.1),
        (250, 0.15),
        (300, 0.2),
        (300, 0.3),
        (350, 0.5),
        (400, 0.25),
        (450, 0.4),
        (500, 0.5),
    ] {
        shapes.push(ErdosRenyi { size, probability });
    }
    for (size, neighbours, rewired, mutual) in [
        (200, 12, 0.3, 0.0),
        (250, 16, 0.7, 0.1),
        (300, 20, 0.9, 0.0),
        (400, 30, 0.5, 0.3),
        (500, 8, 0.2, 0.5),
        (1000, 10, 0.1, 0.9),
    ] {
        shapes.push(WattsStrogatz {
            size,
            neighbours,
            rewired,
            mutual,
        });
    }
    for (size, joined, mutual) in [
        (200, 10, 0.5),
        (500, 6, 0.3),
        (1000, 4, 0.6),
        (2000, 3, 0.8),
        (5000, 2, 0.9),
        (20_000, 2, 0.5),
    ] {
        shapes.push(BarabasiAlbert {
            size,
            joined,
            mutual,
        });
    }
    for (size, sets, members, further) in [
        (300, 10, 60, 3000),
        (400, 20, 100, 2000),
        (500, 8, 50, 20_000),
        (800, 12, 150, 10_000),
        (1000, 30, 200, 5000),
        (3000, 10, 900, 30_000),
    ] {
        shapes.push(Stable {
            size,
            sets,
            members,
            further,
        });
    }
    for (components, size, inside, between) in [
        (10, 40, 0.3, 0.01),
        (30, 30, 0.2, 0.005),
        (100, 20, 0.25, 0.002),
        (200, 30, 0.1, 0.0005),
        (500, 20, 0.2, 0.0002),
        (800, 25, 0.1, 0.0001),
    ] {
        shapes.push(Components {
            components,
            size,
            inside,
            between,
        });
    }
    for (width, height, mutual) in [
        (15, 15, 0.2),
        (25, 20, 0.4),
        (40, 40, 0.5),
        (80, 60, 0.3),
        (140, 140, 0.6),
    ] {
        shapes.push(Grid {
            width,
            height,
            mutual,
        });
    }
    for (assumptions, size, support) in [
        (20, 200, 2),
        (30, 400, 3),
        (60, 600, 3),
        (100, 1000, 2),
        (200, 3000, 3),
        (500, 10_000, 2),
    ] {
        shapes.push(Assumptions {
            assumptions,
            size,
            support,
        });
    }
    let numbered = (1..).zip(shapes);
    numbered.map(|(seed, shape)| shape.make(seed)).collect()
}

impl Shape {
    /// Makes the framework of this shape that `seed` determines.
    fn make(self, seed: u64) -> Made {
        let mut random = Random(seed);
        let (name, size, attacks) = match self {
            Self::ErdosRenyi { size, probability } => {
                let mut attacks = Vec::new();
                for source in 0..size {
                    for target in 0..size {
                        if source != target && random.happens(probability) {
                            attacks.push((source, target));
                        }
                    }
                }
                (format!("er-{size}-{probability}"), size, attacks)
            }
            Self::WattsStrogatz {
                size,
                neighbours,
                rewired,
                mutual,
            } => {
                let mut joined = BTreeSet::new();
                for argument in 0..size {
                    for distance in 1..=neighbours / 2 {
                        let mut other = (argument + distance) % size;
                        if random.happens(rewired) {
                            other = random.below(size);
                        }
                        if other != argument {
                            joined.insert((argument.min(other), argument.max(other)));
                        }
                    }
                }
                let name = format!("ws-{size}-{neighbours}-{rewired}-{mutual}");
                (name, size, directed(joined, mutual, &mut random))
            }
            Self::BarabasiAlbert {
                size,
                joined,
                mutual,
            } => {
                // Every argument is listed once, and once more for each connection it has.
                let mut ends: Vec<Argument> = (0..=joined).collect();
                let mut pairs = BTreeSet::new();
                for argument in joined + 1..size {
                    for _ in 0..joined {
                        let other = ends[random.below(ends.len() as u32) as usize];
                        if other != argument && pairs.insert((other, argument)) {
                            ends.extend([other, argument]);
                        }
                    }
                    ends.push(argument);
                }
                let name = format!("ba-{size}-{joined}-{mutual}");
                (name, size, directed(pairs, mutual, &mut random))
            }
            Self::Stable {
                size,
                sets,
                members,
                further,
            } => {
                let drawn: Vec<BTreeSet<Argument>> = (0..sets)
                    .map(|_| (0..members).map(|_| random.below(size)).collect())
                    .collect();
                let parted = |source, target| {
                    let both = |set: &&BTreeSet<_>| set.contains(&source) && set.contains(&target);
                    source != target && !drawn.iter().any(|set| both(&set))
                };
                let mut attacks = Vec::new();
                for set in &drawn {
                    let members: Vec<Argument> = set.iter().copied().collect();
                    for target in (0..size).filter(|argument| !set.contains(argument)) {
                        // Some members share another set with the target, so several are tried.
                        for _ in 0..members.len() {
                            let source = members[random.below(members.len() as u32) as usize];
                            if parted(source, target) {
                                attacks.push((source, target));
                                break;
                            }
                        }
                    }
                }
                for _ in 0..further {
                    let (source, target) = (random.below(size), random.below(size));
                    if parted(source, target) {
                        attacks.push((source, target));
                    }
                }
                let name = format!("st-{size}-{sets}-{members}-{further}");
                (name, size, attacks)
            }
            Self::Components {
                components,
                size,
                inside,
                between,
            } => {
                let mut attacks = Vec::new();
                for component in 0..components {
                    let start = component * size;
                    for source in start..start + size {
                        for target in start..start + size {
                            if source != target && random.happens(inside) {
                                attacks.push((source, target));
                            }
                        }
                        let later = (components - component - 1) * size;
                        for _ in 0..random.rounded(f64::from(later) * between) {
                            attacks.push((source, start + size + random.below(later)));
                        }
                    }
                }
                let name = format!("scc-{components}x{size}-{inside}-{between}");
                (name, components * size, attacks)
            }
            Self::Grid {
                width,
                height,
                mutual,
            } => {
                let mut joined = BTreeSet::new();
                for row in 0..height {
                    for column in 0..width {
                        let argument = row * width + column;
                        if column + 1 < width {
                            joined.insert((argument, argument + 1));
                        }
                        if row + 1 < height {
                            joined.insert((argument, argument + width));
                        }
                    }
                }
                let name = format!("grid-{width}x{height}-{mutual}");
                (name, width * height, directed(joined, mutual, &mut random))
            }
            Self::Assumptions {
                assumptions,
                size,
                support,
            } => {
                // A conclusion is the contrary of an assumption. The first arguments are the assumptions themselves.
                let mut resting = vec![Vec::new(); assumptions as usize];
                let mut conclusions = Vec::new();
                for argument in 0..size {
                    if argument < assumptions {
                        resting[argument as usize].push(argument);
                        continue;
                    }
                    for _ in 0..=random.below(support) {
                        resting[random.below(assumptions) as usize].push(argument);
                    }
                    conclusions.push((argument, random.below(assumptions)));
                }
                let attacks = conclusions.into_iter().flat_map(|(source, contrary)| {
                    let targets = resting[contrary as usize].iter();
                    targets.map(move |&target| (source, target))
                });
                let name = format!("aba-{assumptions}-{size}-{support}");
                (name, size, attacks.collect())
            }
        };
        Made {
            name,
            framework: Framework::numbered(size, &attacks),
        }
    }
}

/// For each pair, one argument attacks the other or, with the given probability, both do.
fn directed(
    pairs: BTreeSet<(Argument, Argument)>,
    mutual: f64,
    random: &mut Random,
) -> Vec<(Argument, Argument)> {
    let mut attacks = Vec::new();
    for (one, other) in pairs {
        if random.happens(mutual) {
            attacks.extend([(one, other), (other, one)]);
        } else if random.happens(0.5) {
            attacks.push((one, other));
        } else {
            attacks.push((other, one));
        }
    }
    attacks
}

/// Pseudorandom numbers that are the same on every run (`SplitMix64`: Steele, Lea & Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number from 0 to below 1.
    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, end: u32) -> u32 {
        (self.fraction() * f64::from(end)) as u32
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.fraction() < probability
    }

    /// The number rounded up or down at random, with a mean equal to the number.
    fn rounded(&mut self, number: f64) -> u32 {
        number as u32 + u32::from(self.happens(number.fract()))
    }
}
