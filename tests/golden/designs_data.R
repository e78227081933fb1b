# Makes designs.csv, the invented sample that designs.R computes on.
#
#   Rscript designs_data.R        (in this folder; only when the sample itself is to change)
#
# Numbers come from a generator written out here, so that every version of R makes the same file.

state <- 20200316
draw <- function(n) vapply(seq_len(n), function(i) {
  state <<- (16807 * state) %% 2147483647
  state / 2147483647
}, 0)
pick <- function(values, shares) values[findInterval(draw(1), cumsum(shares[-length(shares)])) + 1]

# In each stratum: PSUs in the sample and in the population. All of E's are in the sample.
sampled <- c(A = 2, B = 3, C = 4, D = 2, E = 3, F = 4)
existing <- c(A = 9, B = 12, C = 10, D = 6, E = 3, F = 40)

rows <- list()
for (stratum in names(sampled)) for (p in seq_len(sampled[[stratum]])) {
  tilt <- 0.5 * draw(1)
  units <- 4 + (draw(1) < 0.5)
  for (s in seq_len(units)) {
    half <- if (s <= 2) "x" else "y"
    people <- 1 + floor(4 * draw(1))
    for (i in seq_len(people)) {
      group <- if (stratum %in% c("A", "B")) pick(c("p", "v", "l", NA), c(0.4, 0.3, 0.2, 0.1))
               else pick(c("p", "v", NA), c(0.55, 0.4, 0.05))
      members <- round(10 + 300 * draw(1)^3 * (1 + tilt), 1)
      rows[[length(rows) + 1]] <- data.frame(
        stratum = stratum, psu = paste0(stratum, p), psu_local = p,
        half = half, ssu = paste0(stratum, p, letters[s]), ssu_local = s,
        N1 = existing[[stratum]], n1 = sampled[[stratum]],
        N2 = units + (p %% 3) * 2, n2 = units,
        N2half = if (half == "x") 2 + p %% 2 else units - 2 + 3,
        N3 = if (people == 1) 1 else people + s,
        lonely = if (stratum == "A" && p == 1) "X" else stratum,
        N1lonely = if (stratum == "A") 4 + p else existing[[stratum]],
        N1alone = if (stratum == "A") 1 else existing[[stratum]],
        pair = NA, pair_psu = NA,
        weight = round(existing[[stratum]] / sampled[[stratum]] * (0.6 + draw(1)) * 5, 3),
        group = group,
        answer = pick(c("k", "e", "eos", NA), c(0.3 + tilt, 0.5 - tilt, 0.1, 0.1)),
        score = pick(c(1:5, NA), c(0.1, 0.15 + tilt / 2, 0.3, 0.25 - tilt / 4, 0.1, 0.1 - tilt / 4)),
        members = members, budget = round(members * (20 + 30 * draw(1)) + 100)
      )
    }
  }
}
d <- do.call(rbind, rows)
d$id <- seq_len(nrow(d))
d$weight0 <- ifelse(d$id %% 11 == 0, 0, d$weight)
# Everybody of one PSU has weight 0, which takes a degree of freedom.
d$weight0[d$psu == "F4"] <- 0
d$f1 <- d$n1 / d$N1
d$f2 <- d$n2 / d$N2
d$all_psus <- 60
d$all_ssus <- 400
per_stratum <- table(d$stratum)
d$rows <- as.vector(per_stratum[d$stratum]) * c(A = 3, B = 4, C = 2, D = 5, E = 1, F = 8)[d$stratum]
d$rows_fraction <- as.vector(per_stratum[d$stratum]) / d$rows
# PSUs two and two, for balanced replicates.
place <- match(d$psu, unique(d$psu)) - 1
d$pair <- place %/% 2 + 1
d$pair_psu <- place %% 2 + 1

columns <- c("id", "stratum", "psu", "psu_local", "half", "ssu", "ssu_local", "N1", "f1", "N2", "f2", "N2half", "N3",
             "lonely", "N1lonely", "N1alone", "all_psus", "all_ssus", "rows", "rows_fraction", "pair", "pair_psu", "weight",
             "weight0", "group", "answer", "score", "members", "budget")
# Fractions in full, so that a count and its fraction are one design.
written <- format(d[columns], digits = 15, trim = TRUE)
written[is.na(d[columns])] <- ""
write.csv(written, "designs.csv", row.names = FALSE, quote = FALSE)
