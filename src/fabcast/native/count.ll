; Counts finite numbers by their leading bits: sign, exponent and ten bits of the fraction.
;
; A row is a cell. First, eight numbers at a time, every number gets its bin, and sums and signs are taken; then
; each bin's place in a table is raised by one. The table has a mark for every 64 bins, so that only bins that
; were met are read and emptied after the row. Bins come out in rising order, a bin's key under the number of
; its cell. What is not finite, and what lies past the last draw, falls in the last bin: emptied and not told.
;
; Sums are taken apart by blocks of 256 draws, in eight lanes, which are then added in pairs. %value stands for
; the lines that give a number: itself, a difference from another row, or that over the other's size.

declare <8 x double> @llvm.masked.load.v8f64.p0(ptr, i32, <8 x i1>, <8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare i64 @llvm.vector.reduce.add.v8i64(<8 x i64>)
declare i32 @llvm.vector.reduce.umin.v8i32(<8 x i32>)
declare i32 @llvm.vector.reduce.umax.v8i32(<8 x i32>)
declare <8 x i32> @llvm.umin.v8i32(<8 x i32>, <8 x i32>)
declare <8 x i32> @llvm.umax.v8i32(<8 x i32>, <8 x i32>)

define void @draws(ptr noalias %values, ptr noalias %others, ptr noalias %table, ptr noalias %found, ptr noalias %bins, ptr noalias %sums, ptr noalias %shape, i64 %cells) #0 {
entry:
  %draws = load i64, ptr %shape
  %stride.at = getelementptr i64, ptr %shape, i64 1
  %stride = load i64, ptr %stride.at
  %other.stride.at = getelementptr i64, ptr %shape, i64 2
  %other.stride = load i64, ptr %other.stride.at
  %keys = load ptr, ptr %found
  %counts.in = getelementptr ptr, ptr %found, i64 1
  %counts = load ptr, ptr %counts.in
  %told.in = getelementptr ptr, ptr %found, i64 2
  %told = load ptr, ptr %told.in
  %marks.in = getelementptr ptr, ptr %found, i64 3
  %marks = load ptr, ptr %marks.in
  %last.one = insertelement <8 x i64> poison, i64 %draws, i64 0
  %last = shufflevector <8 x i64> %last.one, <8 x i64> poison, <8 x i32> zeroinitializer
  br label %cell

cell:
  %c = phi i64 [ 0, %entry ], [ %c.next, %told.cell ]
  %out = phi i64 [ 0, %entry ], [ %out.end, %told.cell ]
  %row.offset = mul i64 %c, %stride
  %row = getelementptr i8, ptr %values, i64 %row.offset
  %other.offset = mul i64 %c, %other.stride
  %other = getelementptr i8, ptr %others, i64 %other.offset
  br label %block

block:
  %b.from = phi i64 [ 0, %cell ], [ %d.next, %block.end ]
  %b.place = phi i64 [ %c, %cell ], [ %b.place.next, %block.end ]
  %b.low = phi <8 x i32> [ splat (i32 -1), %cell ], [ %low.now, %block.end ]
  %b.high = phi <8 x i32> [ zeroinitializer, %cell ], [ %high.now, %block.end ]
  %b.finites = phi <8 x i64> [ zeroinitializer, %cell ], [ %finites.now, %block.end ]
  %b.aboves = phi <8 x i64> [ zeroinitializer, %cell ], [ %aboves.now, %block.end ]
  %b.belows = phi <8 x i64> [ zeroinitializer, %cell ], [ %belows.now, %block.end ]
  %b.whole = add i64 %b.from, 256
  %b.cut = icmp ult i64 %draws, %b.whole
  %b.to = select i1 %b.cut, i64 %draws, i64 %b.whole
  br label %eight.draws

eight.draws:
  %d = phi i64 [ %b.from, %block ], [ %d.next, %eight.draws ]
  %low = phi <8 x i32> [ %b.low, %block ], [ %low.now, %eight.draws ]
  %high = phi <8 x i32> [ %b.high, %block ], [ %high.now, %eight.draws ]
  %total = phi <8 x double> [ zeroinitializer, %block ], [ %total.now, %eight.draws ]
  %finites = phi <8 x i64> [ %b.finites, %block ], [ %finites.now, %eight.draws ]
  %aboves = phi <8 x i64> [ %b.aboves, %block ], [ %aboves.now, %eight.draws ]
  %belows = phi <8 x i64> [ %b.belows, %block ], [ %belows.now, %eight.draws ]
  %d.one = insertelement <8 x i64> poison, i64 %d, i64 0
  %d.all = shufflevector <8 x i64> %d.one, <8 x i64> poison, <8 x i32> zeroinitializer
  %d.each = add <8 x i64> %d.all, <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7>
  %there = icmp ult <8 x i64> %d.each, %last
  %ours.at = getelementptr double, ptr %row, i64 %d
  %ours = call <8 x double> @llvm.masked.load.v8f64.p0(ptr %ours.at, i32 8, <8 x i1> %there, <8 x double> splat (double 0x7FF8000000000000))
%value
  %x = fadd <8 x double> %x.any, zeroinitializer     ; both zeros are one
  %bits = bitcast <8 x double> %x to <8 x i64>
  %sign = ashr <8 x i64> %bits, splat (i64 63)
  %flip = and <8 x i64> %sign, splat (i64 9223372036854775807)
  %ordered = xor <8 x i64> %bits, %flip              ; sorts as the numbers do
  %leading = ashr <8 x i64> %ordered, splat (i64 42)
  %bin.any = add <8 x i64> %leading, splat (i64 2097152)
  %exponent = and <8 x i64> %bits, splat (i64 9218868437227405312)
  %finite = icmp ne <8 x i64> %exponent, splat (i64 9218868437227405312)
  %bin.long = select <8 x i1> %finite, <8 x i64> %bin.any, <8 x i64> splat (i64 4194303)
  %bin = trunc <8 x i64> %bin.long to <8 x i32>
  %bins.at = getelementptr i32, ptr %bins, i64 %d
  store <8 x i32> %bin, ptr %bins.at, align 4
  %low.now = call <8 x i32> @llvm.umin.v8i32(<8 x i32> %low, <8 x i32> %bin)
  %high.now = call <8 x i32> @llvm.umax.v8i32(<8 x i32> %high, <8 x i32> %bin)
  %known = select <8 x i1> %finite, <8 x double> %x, <8 x double> zeroinitializer
  %total.now = fadd <8 x double> %total, %known
  %is.finite = zext <8 x i1> %finite to <8 x i64>
  %finites.now = add <8 x i64> %finites, %is.finite
  %above = fcmp ogt <8 x double> %known, zeroinitializer
  %is.above = zext <8 x i1> %above to <8 x i64>
  %aboves.now = add <8 x i64> %aboves, %is.above
  %below = fcmp olt <8 x double> %known, zeroinitializer
  %is.below = zext <8 x i1> %below to <8 x i64>
  %belows.now = add <8 x i64> %belows, %is.below
  %d.next = add i64 %d, 8
  %d.more = icmp ult i64 %d.next, %b.to
  br i1 %d.more, label %eight.draws, label %block.end

block.end:
  %t.four = shufflevector <8 x double> %total.now, <8 x double> poison, <4 x i32> <i32 0, i32 1, i32 2, i32 3>
  %t.other = shufflevector <8 x double> %total.now, <8 x double> poison, <4 x i32> <i32 4, i32 5, i32 6, i32 7>
  %t.sum = fadd <4 x double> %t.four, %t.other
  %t.0 = extractelement <4 x double> %t.sum, i64 0
  %t.1 = extractelement <4 x double> %t.sum, i64 1
  %t.2 = extractelement <4 x double> %t.sum, i64 2
  %t.3 = extractelement <4 x double> %t.sum, i64 3
  %t.02 = fadd double %t.0, %t.2
  %t.13 = fadd double %t.1, %t.3
  %t = fadd double %t.02, %t.13
  %sum.at = getelementptr double, ptr %sums, i64 %b.place
  store double %t, ptr %sum.at
  %b.place.next = add i64 %b.place, %cells
  %b.more = icmp ult i64 %d.next, %draws
  br i1 %b.more, label %block, label %count.row

count.row:
  br label %draw

draw:
  %r = phi i64 [ 0, %count.row ], [ %r.next, %draw ]
  %n.bin.at = getelementptr i32, ptr %bins, i64 %r
  %n.bin.short = load i32, ptr %n.bin.at
  %n.bin = zext i32 %n.bin.short to i64
  %count.at = getelementptr i32, ptr %table, i64 %n.bin
  %count = load i32, ptr %count.at
  %count.more = add i32 %count, 1
  store i32 %count.more, ptr %count.at
  %group = lshr i64 %n.bin, 6
  %mark.at = getelementptr i8, ptr %marks, i64 %group
  store i8 1, ptr %mark.at
  %r.next = add i64 %r, 1
  %r.more = icmp ult i64 %r.next, %draws
  br i1 %r.more, label %draw, label %begin

begin:
  %numbers = getelementptr [4 x i64], ptr %told, i64 %c
  %finite.at = getelementptr i64, ptr %numbers, i64 1
  %finites.all = call i64 @llvm.vector.reduce.add.v8i64(<8 x i64> %finites.now)
  store i64 %finites.all, ptr %finite.at
  %above.at = getelementptr i64, ptr %numbers, i64 2
  %aboves.all = call i64 @llvm.vector.reduce.add.v8i64(<8 x i64> %aboves.now)
  store i64 %aboves.all, ptr %above.at
  %below.at = getelementptr i64, ptr %numbers, i64 3
  %belows.all = call i64 @llvm.vector.reduce.add.v8i64(<8 x i64> %belows.now)
  store i64 %belows.all, ptr %below.at
  %low.bin = call i32 @llvm.vector.reduce.umin.v8i32(<8 x i32> %low.now)
  %low.long = zext i32 %low.bin to i64
  %low.group = lshr i64 %low.long, 6
  %high.bin = call i32 @llvm.vector.reduce.umax.v8i32(<8 x i32> %high.now)
  %high.long = zext i32 %high.bin to i64
  %high.group = lshr i64 %high.long, 6
  %key.cell = shl i64 %c, 22
  br label %look

look:                                                ; eight marks at a time
  %g = phi i64 [ %low.group, %begin ], [ %g.far, %skip ], [ %g.one, %looked ]
  %o = phi i64 [ %out, %begin ], [ %o, %skip ], [ %o.looked, %looked ]
  %g.done = icmp ugt i64 %g, %high.group
  br i1 %g.done, label %told.cell, label %eight

eight:
  %eight.at = getelementptr i8, ptr %marks, i64 %g
  %eight.marks = load i64, ptr %eight.at, align 1
  %none = icmp eq i64 %eight.marks, 0
  br i1 %none, label %skip, label %one

skip:
  %g.far = add i64 %g, 8
  br label %look

one:
  %one.mark = load i8, ptr %eight.at
  %unmarked = icmp eq i8 %one.mark, 0
  br i1 %unmarked, label %looked, label %group.begin

group.begin:
  store i8 0, ptr %eight.at
  %b.first = shl i64 %g, 6
  br label %bin.look

bin.look:                                            ; written in any case, kept where there is a count
  %j = phi i64 [ 0, %group.begin ], [ %j.next, %bin.look ]
  %p = phi i64 [ %o, %group.begin ], [ %p.next, %bin.look ]
  %b = add i64 %b.first, %j
  %n.at = getelementptr i32, ptr %table, i64 %b
  %n = load i32, ptr %n.at
  store i32 0, ptr %n.at
  %key = or i64 %key.cell, %b
  %key.short = trunc i64 %key to i32
  %key.at = getelementptr i32, ptr %keys, i64 %p
  store i32 %key.short, ptr %key.at
  %counts.at = getelementptr i32, ptr %counts, i64 %p
  store i32 %n, ptr %counts.at
  %some = icmp ne i32 %n, 0
  %told.bin = icmp ne i64 %b, 4194303
  %both = and i1 %some, %told.bin
  %step = zext i1 %both to i64
  %p.next = add i64 %p, %step
  %j.next = add i64 %j, 1
  %j.more = icmp ult i64 %j.next, 64
  br i1 %j.more, label %bin.look, label %looked

looked:
  %o.looked = phi i64 [ %o, %one ], [ %p.next, %bin.look ]
  %g.one = add i64 %g, 1
  br label %look

told.cell:
  %out.end = phi i64 [ %o, %look ]
  %told.at = getelementptr [4 x i64], ptr %told, i64 %c
  store i64 %out.end, ptr %told.at
  %c.next = add i64 %c, 1
  %c.more = icmp ult i64 %c.next, %cells
  br i1 %c.more, label %cell, label %end

end:
  ret void
}
