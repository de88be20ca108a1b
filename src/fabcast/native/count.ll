; Counts finite numbers by their leading bits: sign, exponent and ten bits of the fraction.
;
; A row is a cell. Each number names a bin of a table of counts; the table has a mark for every 64 bins, so
; that only bins that were met are read and emptied after the row. Bins come out in rising order, a bin's key
; under the number of its cell. What is not finite falls in the last bin, which is emptied and not told.

define void @draws(ptr noalias %values, ptr noalias %table, ptr noalias %marks, ptr noalias %keys, ptr noalias %counts, ptr noalias %told, ptr noalias %shape, i64 %cells) #0 {
entry:
  %draws = load i64, ptr %shape
  %stride.at = getelementptr i64, ptr %shape, i64 1
  %stride = load i64, ptr %stride.at
  br label %cell

cell:
  %c = phi i64 [ 0, %entry ], [ %c.next, %told.cell ]
  %out = phi i64 [ 0, %entry ], [ %out.end, %told.cell ]
  %row.offset = mul i64 %c, %stride
  %row = getelementptr i8, ptr %values, i64 %row.offset
  br label %draw

draw:
  %d = phi i64 [ 0, %cell ], [ %d.next, %draw ]
  %low = phi i64 [ 65535, %cell ], [ %low.now, %draw ]
  %high = phi i64 [ 0, %cell ], [ %high.now, %draw ]
  %x.at = getelementptr double, ptr %row, i64 %d
  %x = load double, ptr %x.at
  %x.zero = fadd double %x, 0.0                      ; both zeros are one
  %bits = bitcast double %x.zero to i64
  %sign = ashr i64 %bits, 63
  %flip = and i64 %sign, 9223372036854775807
  %ordered = xor i64 %bits, %flip                    ; sorts as the numbers do
  %leading = ashr i64 %ordered, 42
  %bin.any = add i64 %leading, 2097152
  %exponent = and i64 %bits, 9218868437227405312
  %finite = icmp ne i64 %exponent, 9218868437227405312
  %bin = select i1 %finite, i64 %bin.any, i64 4194303
  %count.at = getelementptr i32, ptr %table, i64 %bin
  %count = load i32, ptr %count.at
  %count.more = add i32 %count, 1
  store i32 %count.more, ptr %count.at
  %group = lshr i64 %bin, 6
  %mark.at = getelementptr i8, ptr %marks, i64 %group
  store i8 1, ptr %mark.at
  %is.low = icmp ult i64 %group, %low
  %low.now = select i1 %is.low, i64 %group, i64 %low
  %is.high = icmp ugt i64 %group, %high
  %high.now = select i1 %is.high, i64 %group, i64 %high
  %d.next = add i64 %d, 1
  %d.more = icmp ult i64 %d.next, %draws
  br i1 %d.more, label %draw, label %begin

begin:
  %key.cell = shl i64 %c, 22
  br label %look

look:                                                ; eight marks at a time
  %g = phi i64 [ %low.now, %begin ], [ %g.far, %skip ], [ %g.one, %looked ]
  %o = phi i64 [ %out, %begin ], [ %o, %skip ], [ %o.looked, %looked ]
  %g.done = icmp ugt i64 %g, %high.now
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
  %told.at = getelementptr i64, ptr %told, i64 %c
  store i64 %out.end, ptr %told.at
  %c.next = add i64 %c, 1
  %c.more = icmp ult i64 %c.next, %cells
  br i1 %c.more, label %cell, label %end

end:
  ret void
}
